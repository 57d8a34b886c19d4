/** What senders over HTTP cannot tell. Texts for the sources page. */
import type { Limits } from '../source.ts';

export const LIMITS: Limits = [
  {
    he: 'אם השולח פועל: אין חיבור קבוע, ולכן רק הזמן שעבר מאז האירוע האחרון מעיד עליו.',
    en: 'Whether the sender is alive: there is no standing connection, so only the time since the last event speaks of it.',
  },
  {
    he: 'מה שלא נשלח: אין רשימות להשוות אליהן, ופער אינו ניכר. שולח שקיבל תשובה שאינה 200 צריך לשלוח שוב.',
    en: 'What was not sent: there are no lists to compare with, and a gap does not show. A sender that was not answered 200 must send again.',
  },
  {
    he: 'הפרש בין השעונים: הזמנים נלקחים כמו שנשלחו.',
    en: 'How far its clock is off: times are taken as they were sent.',
  },
];
