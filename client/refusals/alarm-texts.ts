/** Why the server did not save rules or notices, or let somebody take an alarm on, in both languages: by the code that comes with its English sentence. */
import type { AlarmRefusal } from '../../shared/refusals.ts';
import type { Told } from '../../shared/sources.ts';

export const ALARMS: Readonly<Record<AlarmRefusal, Told>> = {
  'rules-faults': { he: 'יש בכללים שדות שאינם תקינים ({@rules})', en: 'some fields of the rules are not right ({@rules})' },
  'rules-full': { he: 'יש מקום ל־{max} כללים לכל היותר', en: 'there is room for {max} rules at most' },
  'rules-unknown': { he: 'אין גרסה {version} של הכללים', en: 'there is no version {version} of the rules' },
  'rules-old': { he: 'גרסה {version} של הכללים אינה מובנת לגרסה הזאת של מוקד', en: 'version {version} of the rules says nothing to this Moked' },
  'changed-meanwhile': { he: 'בינתיים נשמר שינוי: {@by}', en: '{@by} has changed it meanwhile' },
  'version-unsaid': { he: 'לא נאמר איזו גרסה נראתה. טענו את הדף מחדש', en: 'it was not said which version was seen; load the page again' },
  'alarm-unknown': { he: 'אין התראה כזאת', en: 'there is no such alarm' },
  'alarm-taken': { he: 'ההתראה כבר בטיפול: {@by}', en: 'the alarm is taken on already: {@by}' },
  'alarm-over': { he: 'ההתראה כבר נגמרה', en: 'the alarm is over already' },
  'note-long': { he: 'ההערה ארוכה מדי: עד {max} תווים', en: 'the note is too long: at most {max} characters' },
  'name-wrong': {
    he: 'השם ריק, ארוך מ־{max} תווים, או מכיל תו שאינו נשמר',
    en: 'the name is empty, longer than {max} characters, or has a character that is not kept',
  },
  'notice-unknown': { he: 'אין הודעה כזאת', en: 'there is no such notice' },
  'notice-text': {
    he: 'נדרש טקסט בשפה אחת לפחות, עד {max} תווים בכל שפה',
    en: 'a text in one language at least, of at most {max} characters in each',
  },
  'notice-past': { he: 'זמן ההתחלה כבר עבר: הודעה מתחילה עכשיו או אחר כך', en: 'its beginning has passed: a notice begins now, or later' },
  'notice-ends': { he: 'הסוף צריך להיות אחרי ההתחלה, ואחרי עכשיו', en: 'its end must come after its beginning, and after now' },
  'notice-far': { he: 'הודעה מתחילה ונגמרת בתוך {days} ימים', en: 'a notice begins and ends within {days} days' },
  'notice-over': {
    he: 'ההודעה נגמרה, ומה שנאמר למוקד נשאר כפי שהיה. אפשר לכתוב הודעה חדשה',
    en: 'it is over, and what the floor was told stays as it was; write another one',
  },
  'notice-begun': { he: 'ההודעה כבר התחילה, ורגע ההתחלה נשאר כפי שהיה', en: 'it has begun, and when it did stays as it was' },
  'notice-changes': {
    he: 'ההודעה שונתה כבר {max} פעמים. אפשר להוריד אותה ולכתוב חדשה',
    en: 'it was changed {max} times already; take it down and write another one',
  },
  'notices-full': {
    he: 'יש כבר {max} הודעות שמוצגות או ממתינות. צריך להוריד אחת קודם',
    en: 'there are {max} notices that hold or are to come; take one down first',
  },
};
