import { StoredAttempt } from './types';

/** A try that failed, with what is kept of it. */
export class DeliveryFailed extends Error {
  readonly attempt: StoredAttempt;

  constructor(attempt: StoredAttempt) {
    super(attempt.error);
    this.name = 'DeliveryFailed';
    this.attempt = attempt;
  }
}
