/** Why the server did not do what was asked of boards, settings and tables, in both languages: by the code that comes with its English sentence. */
import type { DeskRefusal } from '../../shared/refusals.ts';
import type { Told } from '../../shared/sources.ts';

export const DESK: Readonly<Record<DeskRefusal, Told>> = {
  'words-wrong': {
    he: 'נדרש שם שאפשר לראות, בשפה אחת לפחות, עד {max} תווים בכל שפה',
    en: 'it needs a name that can be seen, in one language at least, of at most {max} characters in each',
  },
  'id-taken': { he: 'זה לא הצליח הפעם. נסו שוב', en: 'that did not work this time; try again' },
  'boards-full': {
    he: 'יש כבר {max} לוחות, כולל אלה שהועברו לארכיון, ואין מקום לעוד',
    en: 'there are {max} boards already, those put away among them, and no room for more',
  },
  'board-unknown': { he: 'אין לוח כזה', en: 'there is no such board' },
  'board-away': { he: 'הלוח כבר הועבר לארכיון', en: 'the board is put away already' },
  'board-version': {
    he: 'אין גרסה {version} של הלוח, או שכבר אינה נשמרת',
    en: 'there is no version {version} of the board, or it is no longer kept',
  },
  'board-file': {
    he: 'זה אינו קובץ של לוח ({@format}). בלשון השרת: {@detail}',
    en: 'this is no file of a board ({@format}): {@detail}',
  },
  'board-old': { he: 'גרסה {version} של הלוח אינה מובנת לגרסה הזאת של מוקד', en: 'version {version} of the board says nothing to this Moked' },
  'changed-since': { he: 'מישהו שינה זאת בינתיים. טענו את הדף מחדש', en: 'somebody has changed it meanwhile; load the page again' },
  'setting-unknown': { he: '{@name} כבר לא נמצא כאן', en: '{@name} is not here any more' },
  'label-taken': {
    he: 'השם {@name} כבר קיים. כדי לצרף אליו, תנו את השם לחברים אחד אחד או בקובץ CSV',
    en: 'there is a {@name} already; to join them give its members that name one by one, or by CSV',
  },
  'before-kept': {
    he: 'הרגע שנבחר קודם ל־{@from}, ומה שהיה לפני כן כבר אינו נספר מחדש. בחרו רגע מאוחר יותר',
    en: 'that instant lies before {@from}, and what was before is no longer counted again; choose a later one',
  },
  'table-encoding': {
    he: 'הקובץ אינו בקידוד UTF-8. באקסל: שמירה בשם, ‏CSV UTF-8',
    en: 'the file is not in UTF-8; in Excel: Save as, CSV UTF-8',
  },
  'table-quote': { he: 'בשורה {row} נפתחות מירכאות שאינן נסגרות', en: 'in row {row} a quote is opened and never closed' },
  'table-empty': { he: 'הקובץ ריק: בשורה הראשונה צריכים להיות שמות העמודות', en: 'the file is empty: its first row names the columns' },
  'table-rows': { he: 'יש בקובץ יותר מ־{max} שורות. חלקו אותו', en: 'the file has more than {max} rows; send it in parts' },
  'table-columns': { he: 'יש בקובץ {count} עמודות: זו אינה טבלה של הגדרות', en: 'the file has {count} columns: it is no table of settings' },
  'table-cells': { he: 'יש שגיאות בטבלה ({count}), ודבר לא שונה', en: 'there are mistakes in the table ({count}), and nothing was changed' },
  'table-changes': {
    he: 'הטבלה משנה {count} שורות, ודבר לא שונה: עד {max} בפעם אחת. חלקו אותה',
    en: 'the table changes {count} rows, and nothing was changed: at most {max} at once; send it in parts',
  },
  'span-order': { he: 'הסוף צריך להיות אחרי ההתחלה', en: 'the end must come after the beginning' },
  'span-long': { he: 'אפשר לבחור עד {days} ימים', en: 'at most {days} days can be chosen' },
  'maybe-stored': {
    he: 'מסד הנתונים אינו עונה. ייתכן שמה שנשלח יישמר בכל זאת: בדקו לפני ששולחים שוב',
    en: 'the database does not answer, and what was sent may be stored all the same; look before you send it again',
  },
};
