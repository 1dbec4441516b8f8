export {
  ChatApi,
  type ChatCompletion,
  type ChatEvent,
  type ChatRequest,
} from './ChatApi';
export type { CallFacts } from './callFacts';
export type { TokenUsage } from './schemas';
