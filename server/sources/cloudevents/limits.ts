/** What senders over HTTP cannot tell, and what to do where one is silent. Texts for the sources page. */
import type { Explained } from '../../../shared/sources.ts';
import type { Limits } from '../source.ts';

export const LIMITS: Limits = [
  {
    he: 'אם השולח פועל: אין חיבור קבוע, ולכן רק הזמן שעבר מאז הסימן האחרון מעיד עליו. אצווה ריקה (`[]`) ל־`/api/v1/events` היא סימן חיים, ו־`http://name?rhythm=60` ב־`MOKED_SOURCES` אומר כל כמה שניות לצפות לו.',
    en: 'Whether the sender is alive: there is no standing connection, so only the time since the last sign speaks of it. An empty batch (`[]`) to `/api/v1/events` is a sign of life, and `http://name?rhythm=60` in `MOKED_SOURCES` says every how many seconds one is expected.',
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

/** The problems that are known in the reason of a sender's state, each with its remedy. */
export function explainSender(said: string): readonly Explained[] {
  const about = /^nothing has come for longer than (?<about>\d+ (?:min|s))/.exec(said)?.groups?.['about'];
  if (about === undefined) return [];
  return [
    {
      code: 'silent',
      about,
      problem: {
        he: 'לא הגיע דבר מהשולח יותר מ־{@about}: אולי הוא עצר, או שהדרך ממנו חסומה',
        en: 'Nothing has come from the sender for longer than {@about}: it may have stopped, or the way from it is blocked',
      },
      remedy: {
        he: 'בדקו ביומן של השולח מה נענה לו. אם הוא פועל ופשוט אין לו מה לומר, שישלח בקצב קבוע אצווה ריקה (`[]`), או כתבו ב־`MOKED_SOURCES` קצב אחר: `http://name?rhythm=300`; `rhythm=off` אם השתיקה שלו אינה אומרת דבר.',
        en: 'See in its log what it was answered. If it runs and just has nothing to tell, let it send an empty batch (`[]`) at a steady pace, or set another rhythm in `MOKED_SOURCES`: `http://name?rhythm=300`; `rhythm=off` where its silence says nothing.',
      },
    },
  ];
}
