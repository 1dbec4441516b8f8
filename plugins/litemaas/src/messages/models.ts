export const modelsMessages = { title: 'models' } as const;
