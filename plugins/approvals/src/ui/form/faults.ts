import type { RJSFValidationError } from '@rjsf/utils';
import type { T } from '../../translation';

/** What is wrong with a field, in our words; the validator's own where we have none. */
export function faultInWords(
  error: RJSFValidationError,
  t: T,
): RJSFValidationError {
  const message = wordsOf(error, t);
  return message ? { ...error, message, stack: message } : error;
}

function wordsOf(error: RJSFValidationError, t: T): string | undefined {
  const { params } = error;
  switch (error.name) {
    case 'required':
      return t('ask.missing');
    case 'type':
      // A field that was never touched has no value, and so no type.
      return error.message === 'must be string' ? t('ask.missing') : undefined;
    case 'pattern':
      return t('ask.faults.pattern', { pattern: String(params?.pattern) });
    case 'format':
      return params?.format === 'uri'
        ? t('ask.faults.uri')
        : t('ask.faults.format', { format: String(params?.format) });
    case 'minItems':
      return t('ask.faults.minItems', { n: String(params?.limit) });
    default:
      return undefined;
  }
}
