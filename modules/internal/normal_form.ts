/** String.prototype.normalize() for engines without Unicode's tables, loaded by its first call. */
import { show } from './errors';

/* Texts that are in a form already, as far as a few ranges say: Latin, Cyrillic, kana, CJK, Hangul, symbols. */
const normal: { [form: string]: RegExp } = {
  NFC: new RegExp(
    '^(?:[\\0-\\u02ff\\u0400-\\u0482\\u048a-\\u052f\\u2002-\\u2027\\u20a0-\\u20bf\\u3041-\\u3096\\u30a1-\\u30fa' +
      '\\u3400-\\u4dbf\\u4e00-\\u9fff\\uac00-\\ud7a3]|[\\ud83c-\\ud83e][\\udc00-\\udfff])*$',
  ),
  NFD: /^[\0-\xbf\u4e00-\u9fff]*$/,
  NFKC: /^[\0-\x9f\u4e00-\u9fff]*$/,
  NFKD: /^[\0-\x9f\u4e00-\u9fff]*$/,
};

/**
 * String.prototype.normalize() for engines that leave Unicode's tables out: text that is in the form already comes
 * back, for other text a RangeError says that nobody here can tell.
 */
export function normalForm(text: string, form?: unknown): string {
  const name = form === undefined ? 'NFC' : String(form);
  if (!Object.prototype.hasOwnProperty.call(normal, name))
    throw new RangeError('The normalization form should be one of NFC, NFD, NFKC, NFKD.');
  if (normal[name].test(text)) return text;
  throw new RangeError('This engine has no tables of Unicode to bring ' + show(text) + ' into the form ' + name);
}
