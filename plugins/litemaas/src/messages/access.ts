export const accessMessages = { title: 'access' } as const;
