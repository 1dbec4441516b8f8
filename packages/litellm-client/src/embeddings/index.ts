export {
  EmbeddingsApi,
  type EmbeddingRequest,
  type Embeddings,
} from './EmbeddingsApi';
