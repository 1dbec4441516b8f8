import {
  isLiteLlmError,
  type LiteLlmErrorKind,
} from '@litemaas/litellm-client';

/** Why an attempt at the gateway failed, for the sync: a stable code, and words without secrets. */
export interface GatewayFailure {
  code: LiteLlmErrorKind;
  message: string;
  /** The gateway understood and refused: the same again will be refused again. */
  isRefusal: boolean;
}

const REFUSALS: LiteLlmErrorKind[] = [
  'invalid',
  'forbidden',
  'conflict',
  'not_found',
];

/** Reads an error of the client; `undefined` for any other error. */
export function gatewayFailure(error: unknown): GatewayFailure | undefined {
  if (!isLiteLlmError(error)) {
    return undefined;
  }
  return {
    code: error.kind,
    message: error.message,
    isRefusal: REFUSALS.includes(error.kind),
  };
}
