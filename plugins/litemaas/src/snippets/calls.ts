import type { ModelMode } from '@litemaas/backstage-plugin-litemaas-common';

/** The smallest useful call of a kind of model. */
export interface Call {
  /** Below the gateway's `/v1`. */
  path: string;
  body: Record<string, unknown>;
  /** The call in the OpenAI SDKs; absent: posted by path, because they have no word for it. */
  sdk?: { python: string; typescript: string; result: string };
  /** A file sent along, as a form instead of JSON. */
  upload?: string;
  /** Where the answer's bytes go, when it is no JSON. */
  download?: string;
}

/** What to send to try a model of a kind. */
export function callFor(mode: ModelMode, model: string): Call {
  switch (mode) {
    case 'embedding':
      return {
        path: '/embeddings',
        body: { model, input: 'Hello' },
        sdk: {
          python: 'embeddings.create',
          typescript: 'embeddings.create',
          result: 'data[0].embedding',
        },
      };
    case 'rerank':
      return {
        path: '/rerank',
        body: {
          model,
          query: 'capital of France',
          documents: ['Paris', 'Berlin'],
        },
      };
    case 'image':
      return {
        path: '/images/generations',
        body: { model, prompt: 'A kestrel over a field' },
        sdk: {
          python: 'images.generate',
          typescript: 'images.generate',
          result: 'data[0]',
        },
      };
    case 'transcription':
      return {
        path: '/audio/transcriptions',
        body: { model },
        upload: 'speech.mp3',
        sdk: {
          python: 'audio.transcriptions.create',
          typescript: 'audio.transcriptions.create',
          result: 'text',
        },
      };
    case 'speech':
      return {
        path: '/audio/speech',
        body: { model, voice: 'alloy', input: 'Hello' },
        download: 'speech.mp3',
        sdk: {
          python: 'audio.speech.create',
          typescript: 'audio.speech.create',
          result: '',
        },
      };
    default:
      return {
        path: '/chat/completions',
        body: { model, messages: [{ role: 'user', content: 'Hello' }] },
        sdk: {
          python: 'chat.completions.create',
          typescript: 'chat.completions.create',
          result: 'choices[0].message.content',
        },
      };
  }
}
