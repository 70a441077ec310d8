import { SyncerError } from '../errors.ts';

/** What the definition or the environment says about reaching a registry cannot be used. No message of it quotes a secret. */
export class SettingError extends SyncerError {
  override readonly name = 'SettingError';
  readonly kind = 'definition';
  readonly code = 'INVALID_DEFINITION';
  readonly retryable = false;
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.hint = hint;
  }
}
