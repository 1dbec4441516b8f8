import { picture } from './picture';

const PATH = '/litemaas/api-keys';

picture({ name: 'keys', path: PATH });
picture({ name: 'keys-loading', path: PATH, variant: 'loading' });
picture({ name: 'keys-empty', path: PATH, variant: 'empty' });
picture({ name: 'keys-stale', path: PATH, variant: 'stale' });
