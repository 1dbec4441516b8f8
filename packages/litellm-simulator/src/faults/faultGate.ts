import type { Response } from 'express';
import type { Gateway } from '../Gateway';
import type { RouteFault } from './Faults';

/** True if nobody is at home; the answer, or none, is given then. */
export function isAway({ faults }: Gateway, response: Response): boolean {
  switch (faults.down) {
    case null:
      return false;
    case '503':
      response.status(503).type('text/plain').send('Service Unavailable');
      return true;
    default:
      response.socket?.resetAndDestroy();
      return true;
  }
}

/** Lets the handler work while nothing of its answer leaves. */
export function silence(response: Response): void {
  response.write = () => true;
  response.writeHead = () => response;
  response.flushHeaders = () => undefined;
  response.end = () => response;
}

export function finishSilenced(response: Response, fault?: RouteFault): void {
  if (fault?.timeoutAfterEffect) {
    response.socket?.resetAndDestroy();
  }
}
