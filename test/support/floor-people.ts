/** Forty people in four teams, in both languages, as a floor of a service centre in Israel has them. */
import type { AgentState } from '../../shared/events/agent.ts';

type Both = readonly [he: string, en: string];

/** Name he, en · state · reason · seconds in it · seconds allowed · new. */
export type Person = readonly [
  he: string,
  en: string,
  state: AgentState,
  reason: Both | null,
  seconds: number,
  allowed: number | null,
  nesting?: 'new',
];

export const TEAMS: readonly { readonly team: Both; readonly site: Both; readonly agents: readonly Person[] }[] = [
  {
    team: ['תמיכה טכנית', 'Technical support'],
    site: ['חיפה', 'Haifa'],
    agents: [
      ['דנה אוחיון', 'Dana Ohayon', 'break', ['צהריים', 'Lunch'], 2052, 1800],
      ['יובל מזרחי', 'Yuval Mizrahi', 'acw', null, 112, 30],
      ['אורית פרידמן', 'Orit Friedman', 'talking', null, 1104, null],
      ['סמי חדאד', 'Sami Haddad', 'talking', null, 735, null],
      ['רונית אברהמי', 'Ronit Avrahami', 'talking', null, 612, null],
      ['אלכס וולקוב', 'Alex Volkov', 'hold', null, 409, null],
      ['שירה בן־דוד', 'Shira Ben-David', 'talking', null, 288, null],
      ['מוחמד זועבי', 'Mohammad Zoabi', 'talking', null, 97, null],
      ['נועה קפלן', 'Noa Kaplan', 'talking', null, 41, null, 'new'],
      ['איתי שגב', 'Itai Segev', 'break', ['הדרכה', 'Training'], 1260, null],
    ],
  },
  {
    team: ['שירות לקוחות', 'Customer service'],
    site: ['חיפה', 'Haifa'],
    agents: [
      ['גלית ששון', 'Galit Sasson', 'break', ['הפסקה', 'Break'], 1180, 900],
      ['עומר דיין', 'Omer Dayan', 'available', null, 38, null],
      ['לילך רוזן', 'Lilach Rosen', 'available', null, 12, null],
      ['מירב אלון', 'Merav Alon', 'ringing', null, 6, null],
      ['פאדי ח׳ורי', 'Fadi Khoury', 'talking', null, 530, null],
      ['יעל גולדשטיין', 'Yael Goldstein', 'talking', null, 341, null],
      ['טל שמעוני', 'Tal Shimoni', 'talking', null, 226, null],
      ['רחל ביטון', 'Rachel Biton', 'talking', null, 133, null],
      ['אדם נסאר', 'Adam Nassar', 'acw', null, 21, 30],
      ['הדר לוינסון', 'Hadar Levinson', 'break', ['צהריים', 'Lunch'], 780, 1800],
    ],
  },
  {
    team: ['דיגיטל', 'Digital'],
    site: ['באר שבע', 'Beersheba'],
    agents: [
      ['מאיה סויסה', 'Maya Suissa', 'available', null, 64, null],
      ['עידן פרץ', 'Idan Peretz', 'available', null, 31, null],
      ['קרן חזן', 'Keren Hazan', 'available', null, 9, null],
      ['ולדי מרקוב', 'Vladi Markov', 'talking', null, 822, null],
      ['שני אדרי', 'Shani Edri', 'talking', null, 654, null],
      ['נדב הררי', 'Nadav Harari', 'talking', null, 437, null],
      ['סיון טל', 'Sivan Tal', 'talking', null, 295, null],
      ['אמיר עזאם', 'Amir Azzam', 'talking', null, 120, null],
      ['ליאור כץ', 'Lior Katz', 'acw', null, 44, 60],
      ['תמר עמר', 'Tamar Amar', 'break', ['הפסקה', 'Break'], 760, 900],
    ],
  },
  {
    team: ['שימור לקוחות', 'Retention'],
    site: ['באר שבע', 'Beersheba'],
    agents: [
      ['אסף מלכה', 'Asaf Malka', 'available', null, 205, null],
      ['דורית נחום', 'Dorit Nahum', 'available', null, 87, null],
      ['בר אזולאי', 'Bar Azoulay', 'available', null, 15, null],
      ['ירון סבג', 'Yaron Sabag', 'talking', null, 910, null],
      ['אינה פישר', 'Inna Fischer', 'talking', null, 566, null],
      ['חן אלבז', 'Chen Elbaz', 'talking', null, 402, null],
      ['ראניה סאלם', 'Rania Salem', 'talking', null, 219, null],
      ['מתן ורדי', 'Matan Vardi', 'talking', null, 58, null],
      ['עדי רביבו', 'Adi Revivo', 'acw', null, 18, 30],
      ['גיא שטרן', 'Guy Stern', 'break', ['משוב', 'Coaching'], 905, null],
    ],
  },
];
