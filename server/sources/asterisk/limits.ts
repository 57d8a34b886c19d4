/** What Asterisk cannot tell, whatever is set up; and what its anomalies mean. Texts for the sources page. */
import type { Told } from '../../../shared/sources.ts';
import type { Limits } from '../source.ts';

/** The first of them matter most to whoever reads the figures. */
export const LIMITS: Limits = [
  {
    he: 'סיכום שיחה: אין אירוע כזה. הסיכום נגזר מ־`wrapup=` של התור, או מהפסקות שסיבתן רשומה ב־`acwReasons=`.',
    en: 'After-call work: no event tells of it. It follows from `wrapup=` of the queue, or from pauses whose reason is in `acwReasons=`.',
  },
  {
    he: 'למה פנייה עזבה בלי שהלקוח ניתק (זמן קצוב, תור ריק, משיכה): רק `queue_log` אומר. בלעדיו הסיבה היא „לא ידוע”.',
    en: 'Why a contact left without a hang-up (time-out, empty queue, withdrawn): only `queue_log` says. Without it the reason is unknown.',
  },
  {
    he: 'שיחות שהתור סירב לקבל (מלא, ריק): אין להן אירוע, ואין להן שורה ב־`queue_log`.',
    en: 'Calls that a queue refused to take (full, empty): they have no event, and no line in `queue_log`.',
  },
  {
    he: 'מה קרה בזמן נתק: Asterisk אינו שולח שוב. הפער נסגר מ־`queue_log`, ובלעדיו נשאר פער.',
    en: 'What happened while the connection was lost: Asterisk sends nothing again. `queue_log` fills the gap; without it the gap stays.',
  },
  {
    he: 'ממתי מדברים מי שכבר היו בשיחה כשההתחברות נוצרה: הזמן הוא אומדן.',
    en: 'Since when those talk who were in conversation when the connection was made: the time is an estimate.',
  },
  {
    he: 'העברה שנעשתה דרך נציגי `Local` (כמו ב־FreePBX): זמן הדיבור של Asterisk עצמו ארוך מדי. כאן הוא נקבע לפי הניתוק של הנציג.',
    en: 'Transfers by agents behind `Local` channels (as in FreePBX): Asterisk’s own talk time is too long. Here the hang-up of the agent decides.',
  },
  {
    he: 'שניות מלאות בלבד ב־`queue_log`, לכן ייבוא מדויק עד שנייה אחת.',
    en: '`queue_log` has whole seconds only, so an import is exact to one second.',
  },
  {
    he: 'משמרות, צוותים, שמות באנגלית, וערוצים שאינם טלפון: קובעים אותם בהגדרות או שולחים כאירועים.',
    en: 'Schedules, teams, names in English, and channels other than voice: they come from the settings, or are posted as events.',
  },
];

/** By the kinds that this source counts. */
export const ANOMALIES: Readonly<Record<string, Told>> = {
  drift: {
    he: 'המראה כאן וברשימות של Asterisk היה שונה, ותוקן לפי Asterisk',
    en: 'what was known here differed from the lists of Asterisk, and was set right by them',
  },
  'incomplete-event': { he: 'אירוע שחסר בו שדה הכרחי', en: 'an event without a field that it needs' },
  'name-too-long': { he: 'שם או מזהה ארוך מדי', en: 'a name or id that is too long' },
  'join-while-waiting': { he: 'כניסה לתור של מי שכבר ממתין בו', en: 'a caller joined a queue in which he waits already' },
  'stay-not-seen': { he: 'אירוע של פנייה שכניסתה לתור לא נראתה', en: 'an event of a contact whose joining was not seen' },
  malformed: { he: 'שורה שאינה של AMI', en: 'a line that is none of AMI' },
  oversize: { he: 'הודעה גדולה מדי', en: 'a message that is too long' },
  'queue-log-unreadable': { he: '`queue_log` לא נקרא', en: '`queue_log` could not be read' },
  'queue-log-lost': {
    he: 'הקובץ שנקרא קודם איננו. החדש נקרא מתחילתו',
    en: 'the file that was read before is gone; the new one is read from its beginning',
  },
  'queue-log-truncated': { he: '`queue_log` קוצר, ונקרא שוב מתחילתו', en: '`queue_log` was cut short, and is read from its beginning again' },
  'queue-log-line': { he: 'שורה שאינה של `queue_log`', en: 'a line that is none of `queue_log`' },
};
