export const entityMessages = { title: 'entity' } as const;
