/**
 * SQLite compares text as UTF-8 bytes, which is the order of code points. JavaScript and RxDB compare UTF-16
 * code units. The two differ where surrogates (U+D800–U+DFFF) meet U+E000–U+FFFF, and UTF-8 cannot hold a lone
 * surrogate at all. So every unit from U+D800 up is written as two characters that UTF-8 can hold and that keep
 * the order: the mark U+E000, greater than any unit that stays as it is, and a character that counts up.
 */
const FIRST_MARKED = 0xd800;
const MARK = "\ue000";
const FIRST_COUNTER = 0x1000;
const NEEDS_MARK = /[\ud800-\uffff]/;
const EACH_MARKED = /[\ud800-\uffff]/g;

/** Text whose UTF-8 byte order is the UTF-16 order of `text`; different texts stay different. */
export function inUtf16Order(text: string): string {
  if (!NEEDS_MARK.test(text)) return text;
  return text.replace(
    EACH_MARKED,
    (unit) => MARK + String.fromCharCode(unit.charCodeAt(0) - FIRST_MARKED + FIRST_COUNTER),
  );
}
