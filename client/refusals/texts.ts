/** Why the server did not do what was asked, and what to do, in both languages: by the code that comes with its English sentence. What is to be typed stands in back quotes. */
import type { ImportRefusal } from '../../shared/imports.ts';
import type { Refusal, RefusalStatus } from '../../shared/refusals.ts';
import type { Told } from '../../shared/sources.ts';

export type Text = { readonly what: Told; readonly remedy: Told | null };

const AGAIN = { he: 'לייבא שוב: מה שכבר נספר לא ייספר פעמיים.', en: 'Import it again: what was counted is not counted twice.' };
const LOG_FILE = {
  he: 'הקובץ הוא בדרך כלל `/var/log/asterisk/queue_log`, או `queue_log.1.gz` אחרי החלפה. ייצוא של מסד הנתונים וקובצי `full` אינם קבצים כאלה.',
  en: 'It usually is `/var/log/asterisk/queue_log`, or `queue_log.1.gz` once rotated. Exports of a database and the file `full` are none.',
};

export const IMPORTS: Readonly<Record<ImportRefusal, Text>> = {
  demo: {
    what: { he: 'זו ההדגמה, ונתונים אמיתיים אינם נכנסים אליה', en: 'This is the demo, and nothing real goes into it' },
    remedy: { he: 'קודם מחברים מרכזייה: ההדגמה נגמרת, ואז מייבאים.', en: 'Connect a PBX first: the demo ends, and then import.' },
  },
  busy: {
    what: { he: 'קובץ אחר מיובא עכשיו', en: 'Another file is being imported' },
    remedy: { he: 'לחכות לסופו, ואז לייבא את זה.', en: 'Wait for its end, and import this one then.' },
  },
  'too-large': {
    what: { he: 'הקובץ גדול מדי: {size} MB, ומותר עד {most} MB', en: 'The file is too large: {size} MB, and at most {most} MB are taken' },
    remedy: {
      he: 'לדחוס אותו ב־`gzip`, לייבא קבצים שהוחלפו אחד אחד, או במחשב השרת: `npx moked import queue-log FILE --source NAME`.',
      en: 'Pack it by `gzip`, import rotated files one by one, or on the machine of the server: `npx moked import queue-log FILE --source NAME`.',
    },
  },
  'no-room': {
    what: { he: 'אי אפשר לשמור את הקובץ ב־{@folder} ({@code})', en: 'The file cannot be kept in {@folder} ({@code})' },
    remedy: { he: 'לפנות מקום בדיסק, ולבדוק שמותר לכתוב לתיקייה.', en: 'Make room on the disk, and see that the folder may be written.' },
  },
  'broken-off': {
    what: { he: 'ההעלאה נקטעה, ודבר לא יובא', en: 'The upload broke off, and nothing was imported' },
    remedy: { he: 'לשלוח שוב.', en: 'Send it again.' },
  },
  stalled: {
    what: {
      he: 'ההעלאה נעצרה: {@seconds} שניות לא הגיע דבר, ולכן הפסקנו לחכות לה. דבר לא יובא',
      en: 'The upload stood still: nothing came for {@seconds} s, so it is waited for no more. Nothing was imported',
    },
    remedy: { he: 'לבדוק את הרשת בין הדפדפן לשרת, ולשלוח שוב.', en: 'See to the network between the browser and the server, and send it again.' },
  },
  'own-name': {
    what: { he: '{@source} הוא השם של מוקד עצמו', en: '{@source} is the name of Moked itself' },
    remedy: { he: 'לכתוב את שם המקור שהקובץ שלו.', en: 'Give the name of the source that the file is of.' },
  },
  'bad-name': {
    what: { he: 'שם המקור {@source} אינו אפשרי', en: 'A source cannot be named {@source}' },
    remedy: { he: 'אותיות באנגלית, ספרות, נקודה, מקף וקו תחתון.', en: 'Letters, digits, dots, dashes and underscores.' },
  },
  'other-source': {
    what: {
      he: 'אין מקור בשם {@source}, ויש נתונים חיים של {@live}: אותן שיחות בשם אחר היו נספרות פעמיים, ואין דרך חזרה',
      en: 'No source is named {@source}, and there are live facts of {@live}: the same calls under another name would count twice, with no way back',
    },
    remedy: {
      he: 'לבחור את המקור שהקובץ שלו. רק אם הוא של מרכזייה אחרת, לסמן זאת למטה ולייבא שוב.',
      en: 'Choose the source that the file is of. Only where it is of another PBX, say so below and import again.',
    },
  },
  empty: { what: { he: '{@file} ריק', en: '{@file} is empty' }, remedy: LOG_FILE },
  'other-file': {
    what: {
      he: 'אף שורה מתוך {count} ב־{@file} אינה של `queue_log`. למשל: {@example}',
      en: 'None of the {count} lines of {@file} is of a `queue_log`. Such as: {@example}',
    },
    remedy: LOG_FILE,
  },
  'not-text': { what: { he: '{@file} אינו קובץ טקסט', en: '{@file} is no text' }, remedy: LOG_FILE },
  'long-line': {
    what: { he: 'יש ב־{@file} שורה ארוכה מכפי שיש ב־`queue_log`', en: '{@file} has a line longer than any of a `queue_log`' },
    remedy: LOG_FILE,
  },
  packed: {
    what: { he: '{@file} דחוס בדרך שאינה נפתחת כאן', en: '{@file} is packed in a way that is not unpacked here' },
    remedy: { he: 'לפתוח אותו קודם: `{how}`. קובצי `.gz` נקראים כמו שהם.', en: 'Unpack it first: `{how}`. Files of `.gz` are read as they are.' },
  },
  damaged: {
    what: { he: '{@file} דחוס, ואינו נפתח: הוא פגום', en: '{@file} is packed and cannot be unpacked: it is damaged' },
    remedy: { he: 'להעתיק אותו שוב מהמרכזייה. בדיקה: `gzip -t`.', en: 'Copy it again from the PBX. To try: `gzip -t`.' },
  },
  'ends-early': {
    what: { he: '{@file} נגמר באמצע', en: '{@file} ends in the middle' },
    remedy: { he: 'להעתיק אותו שוב, שלם. דבר לא יובא.', en: 'Copy it again, whole. Nothing was imported.' },
  },
  future: {
    what: {
      he: '{@file} מספר על מה שיקרה רק בעוד {ahead} שעות: השעון או אזור הזמן של המרכזייה אינו נכון, או של המחשב הזה',
      en: '{@file} tells of {ahead} hours from now: the clock or the time zone of the PBX is wrong, or that of this machine',
    },
    remedy: {
      he: 'בשני המחשבים: `timedatectl set-timezone Asia/Jerusalem`, `timedatectl set-ntp true`, ו־`date -u` צריך להיות זהה. אחר כך לייבא רק את מה שנכתב מאז. דבר לא יובא.',
      en: 'On both machines: `timedatectl set-timezone Asia/Jerusalem`, `timedatectl set-ntp true`, and `date -u` must be the same. Then import what was written since only. Nothing was imported.',
    },
  },
  stopped: { what: { he: 'השרת נעצר באמצע', en: 'The server was stopped in the middle' }, remedy: AGAIN },
  failed: { what: { he: 'הייבוא נכשל באמצע', en: 'The import failed in the middle' }, remedy: AGAIN },
};

const FILE = { he: 'נתיב מלא, כמו `/var/log/asterisk/queue_log`', en: 'a full path, such as `/var/log/asterisk/queue_log`' };

export const OTHERS: Readonly<Record<Refusal, Text>> = {
  simulated: {
    what: {
      he: 'השרת הופעל עם מוקד מדומה ב־`MOKED_SOURCES`, ולצדו אין מקור אמיתי',
      en: 'The server was started with a simulated floor in `MOKED_SOURCES`, and nothing real stands beside it',
    },
    remedy: { he: 'למחוק את `MOKED_SOURCES` מהסביבה, להפעיל מחדש, ולהוסיף כאן.', en: 'Unset `MOKED_SOURCES`, restart, and add sources here.' },
  },
  unsupervised: {
    what: {
      he: 'קודם ההדגמה צריכה להיגמר, ואין כאן מי שיפעיל את השרת מחדש',
      en: 'The demo has to end first, and nobody here starts the server again',
    },
    remedy: {
      he: 'לקבוע `MOKED_SOURCES=none`, להפעיל את השרת מחדש (`npm start` עושה זאת בעצמו), ולהוסיף כאן.',
      en: 'Set `MOKED_SOURCES=none`, restart the server (`npm start` would do it by itself), and add sources here.',
    },
  },
  'source-name': {
    what: {
      he: 'השם {@name} אינו אפשרי: אותיות באנגלית, ספרות, נקודה, מקף וקו תחתון, עד 64, האות הראשונה אות או ספרה, ולא `moked`',
      en: 'A source cannot be named {@name}: letters, digits, dots, dashes and underscores, at most 64, a letter or digit first, and not `moked`',
    },
    remedy: null,
  },
  sender: {
    what: { he: '{@name} הוא שולח של `MOKED_INGEST_TOKENS`', en: '{@name} is a sender of `MOKED_INGEST_TOKENS`' },
    remedy: { he: 'לבחור שם אחר.', en: 'Take another name.' },
  },
  environment: {
    what: {
      he: '{@name} נמצא ב־`MOKED_SOURCES`, ומשניים בשם אחד הוא הקובע',
      en: '{@name} is in `MOKED_SOURCES`, and of two with one name that one counts',
    },
    remedy: { he: 'לשנות אותו שם, או לבחור שם אחר.', en: 'Change it there, or take another name.' },
  },
  'not-here': { what: { he: 'המקור {@name} לא נוסף כאן', en: 'No source {@name} was added here' }, remedy: null },
  'tests-under-way': {
    what: { he: 'כמה בדיקות נעשות עכשיו', en: 'Several tests are under way' },
    remedy: { he: 'לנסות שוב בעוד כמה שניות.', en: 'Try again in a few seconds.' },
  },
  connection: { what: { he: 'יש שדות שאינם תקינים', en: 'Some fields are not right' }, remedy: null },
};

/** What is wrong with a field of a connection. */
export const FAULTS = {
  missing: { he: 'חסר', en: 'is missing' },
  tooLong: { he: 'עד {max} תווים', en: 'at most {max} characters' },
  notOneLine: { he: 'שורה אחת בלבד', en: 'one line only' },
  badHost: { he: 'שם של מחשב או כתובת, בלי `http://` ובלי פורט', en: 'a host name or an address, without `http://` and without a port' },
  badPort: { he: 'מספר מ־1 עד 65535', en: 'a number from 1 to 65535' },
  badName: { he: 'אותיות באנגלית, ספרות, נקודה, מקף וקו תחתון, עד 60', en: 'letters, digits, dots, dashes and underscores, at most 60' },
  notFullPath: FILE,
  badWrapup: {
    he: '{@item}: נדרש תור ושניות, כמו `sales:10`, עד {max} שניות',
    en: '{@item}: a queue and its seconds, such as `sales:10`, at most {max} s',
  },
} as const satisfies Readonly<Record<string, Told>>;

/** By the status alone, where nothing better is known. */
const STATUSES: Readonly<Record<0 | 200 | RefusalStatus, Told>> = {
  0: { he: 'השרת אינו עונה', en: 'the server does not answer' },
  200: { he: 'התשובה של השרת אינה מובנת לדף הזה. טענו אותו מחדש', en: 'this page does not understand what the server answers; load it again' },
  400: { he: 'השרת לא הבין את מה שנשלח. טענו את הדף מחדש', en: 'the server did not understand what was sent; load the page again' },
  401: { he: 'צריך להזין את מפתח הקיר', en: 'the wall key has to be entered' },
  403: { he: 'מכאן רק קוראים. שינויים נעשים במחשב של השרת', en: 'from here one only reads; changes are made on the machine of the server' },
  404: { he: 'מה שנדרש כבר לא נמצא בשרת', en: 'what was asked for is not at the server any more' },
  405: { he: 'השרת לא הבין את מה שנשלח. טענו את הדף מחדש', en: 'the server did not understand what was sent; load the page again' },
  408: {
    he: 'מה שנשלח לא הגיע בשלמותו, ודבר ממנו לא נשמר. שלחו שוב',
    en: 'what was sent did not come whole, and nothing of it was stored; send it again',
  },
  409: { he: 'זה סותר את מה שכבר נמצא בשרת. טענו את הדף מחדש', en: 'it contradicts what is at the server already; load the page again' },
  412: { he: 'מישהו שינה זאת בינתיים. טענו את הדף מחדש', en: 'somebody has changed it meanwhile; load the page again' },
  413: { he: 'גדול מדי', en: 'too large' },
  415: { he: 'השרת אינו מקבל קובץ או טקסט מן הסוג הזה', en: 'the server does not take a file or text of that kind' },
  421: {
    he: 'השרת אינו מכיר את הכתובת שבה נפתח הדף. את הכתובת קובעים ב־MOKED_PUBLIC_URL',
    en: 'the server does not know the address by which this page was opened; it is set in MOKED_PUBLIC_URL',
  },
  422: { he: 'יש שגיאות במה שנשלח, ודבר לא שונה', en: 'there are mistakes in what was sent, and nothing was changed' },
  428: { he: 'לא נאמר איזו גרסה נראתה. טענו את הדף מחדש', en: 'it was not said which version was seen; load the page again' },
  429: { he: 'יותר מדי בקשות. נסו שוב בעוד דקה', en: 'too many requests; try again in a minute' },
  500: { he: 'משהו השתבש בשרת, והפרטים ברישום שלו', en: 'something went wrong at the server; its log has the details' },
  503: { he: 'מסד הנתונים אינו זמין כרגע', en: 'the database is away for the moment' },
  507: { he: 'אין מקום בדיסק של השרת', en: 'the disk of the server has no room' },
};
export const BY_STATUS: Readonly<Record<number, Told>> = STATUSES;

/** What is known of a refusal by its code. */
export function textOf(code: string | undefined): Text | null {
  return ({ ...OTHERS, ...IMPORTS } as Readonly<Record<string, Text>>)[code ?? ''] ?? null;
}
