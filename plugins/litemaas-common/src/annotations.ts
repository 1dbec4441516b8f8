/** Which gateway an entity comes from: its id in the configuration. @public */
export const ANNOTATION_GATEWAY = 'litemaas.io/gateway';
/** The exact public name of a model: the word to send as `model`. @public */
export const ANNOTATION_MODEL_NAME = 'litemaas.io/model-name';
/** A model's provider, e.g. `openai`. @public */
export const ANNOTATION_PROVIDER = 'litemaas.io/provider';
/** A model's mode, e.g. `chat`. @public */
export const ANNOTATION_MODE = 'litemaas.io/mode';
/** A model's context window in tokens. @public */
export const ANNOTATION_CONTEXT_WINDOW = 'litemaas.io/context-window';
/** A model's capabilities, separated by commas. @public */
export const ANNOTATION_CAPABILITIES = 'litemaas.io/capabilities';
/** On a Group: entity references of its owners, separated by commas. They own its keys' fate and see its persons. @public */
export const ANNOTATION_OWNERS = 'litemaas.io/owners';
