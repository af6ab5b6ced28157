/** The globals atob() and btoa(), also exports of `buffer`. */
import { errors } from '#internal/validators';
import { domException } from './dom_exception';

function btoa(input: string): string {
  if (arguments.length === 0) throw errors().ERR_MISSING_ARGS('input');
  const text = `${input}`;
  if (/[^\0-\xff]/.test(text)) throw domException('Invalid character', 'InvalidCharacterError', 5);
  return Buffer.from(text, 'latin1').toString('base64');
}

function atob(input: string): string {
  if (arguments.length === 0) throw errors().ERR_MISSING_ARGS('input');
  const text = `${input}`.replace(/[\t\n\f\r ]/g, '');
  const digits = text.length % 4 === 0 ? text.replace(/={1,2}$/, '') : text;
  if (/[^A-Za-z0-9+/]/.test(digits)) throw domException('Invalid character', 'InvalidCharacterError', 5);
  if (digits.length % 4 === 1) throw domException('The input is not correctly encoded.', 'InvalidCharacterError', 5);
  return Buffer.from(digits, 'base64').toString('latin1');
}

export { atob, btoa };
