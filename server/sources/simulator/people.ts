/** Names of the demo floor in both languages: teams of a service centre in Israel, on a site of its own and on one that is outsourced. Invented; any likeness is chance. */

export type Name = readonly [he: string, en: string];
export type TeamNames = { readonly name: Name; readonly site: Name; readonly agents: readonly Name[] };

/** Where queues of several sites are. */
export const SHARED_SITE: Name = ['מוקד', 'Centre'];
const OWN_SITE: Name = ['חיפה', 'Haifa'];
const OUTSOURCED: Name = ['מיקור חוץ', 'Outsourced'];

/** The teams in front take calls; the one behind them chats and writes. */
export const VOICE_TEAMS = 3;
export const DIGITAL_TEAM = 3;

export const TEAMS: readonly TeamNames[] = [
  {
    name: ['תמיכה טכנית', 'Technical support'],
    site: OWN_SITE,
    agents: [
      ['דנה אוחיון', 'Dana Ohayon'],
      ['יובל מזרחי', 'Yuval Mizrahi'],
      ['אורית פרידמן', 'Orit Friedman'],
      ['סמי חדאד', 'Sami Haddad'],
      ['רונית אברהמי', 'Ronit Avrahami'],
      ['אלכס וולקוב', 'Alex Volkov'],
      ['שירה בן־דוד', 'Shira Ben-David'],
      ['מוחמד זועבי', 'Mohammad Zoabi'],
      ['נועה קפלן', 'Noa Kaplan'],
      ['איתי שגב', 'Itay Segev'],
      ['אסף מלכה', 'Asaf Malka'],
      ['דורית נחום', 'Dorit Nahum'],
      ['בר אזולאי', 'Bar Azulay'],
    ],
  },
  {
    name: ['שירות לקוחות', 'Customer service'],
    site: OWN_SITE,
    agents: [
      ['גלית ששון', 'Galit Sasson'],
      ['עומר דיין', 'Omer Dayan'],
      ['לילך רוזן', 'Lilach Rosen'],
      ['מירב אלון', 'Merav Alon'],
      ['פאדי ח׳ורי', 'Fadi Khoury'],
      ['יעל גולדשטיין', 'Yael Goldstein'],
      ['טל שמעוני', 'Tal Shimoni'],
      ['רחל ביטון', 'Rachel Biton'],
      ['אדם נסאר', 'Adam Nassar'],
      ['הדר לוינסון', 'Hadar Levinson'],
      ['ירון סבג', 'Yaron Sabag'],
      ['אינה פישר', 'Inna Fischer'],
      ['חן אלבז', 'Chen Elbaz'],
    ],
  },
  {
    name: ['מכירות', 'Sales'],
    site: OUTSOURCED,
    agents: [
      ['מאיה סויסה', 'Maya Suissa'],
      ['עידן פרץ', 'Idan Peretz'],
      ['קרן חזן', 'Keren Hazan'],
      ['ולדי מרקוב', 'Vladi Markov'],
      ['שני אדרי', 'Shani Edri'],
      ['נדב הררי', 'Nadav Harari'],
      ['סיון טל', 'Sivan Tal'],
      ['אמיר עזאם', 'Amir Azzam'],
      ['ליאור כץ', 'Lior Katz'],
      ['תמר עמר', 'Tamar Amar'],
      ['ראניה סאלם', 'Rania Salem'],
      ['מתן ורדי', 'Matan Vardi'],
      ['עדי רביבו', 'Adi Revivo'],
      ['גיא שטרן', 'Guy Stern'],
    ],
  },
  {
    name: ['דיגיטל', 'Digital'],
    site: OWN_SITE,
    agents: [
      ['נטע ברגר', 'Neta Berger'],
      ['רון אוחנה', 'Ron Ohana'],
      ['ליהי כרמון', 'Lihi Carmon'],
      ['עלא מסארווה', 'Alaa Massarwa'],
      ['אנה קוגן', 'Anna Kogan'],
      ['שקד טולדנו', 'Shaked Toledano'],
      ['אביב נוימן', 'Aviv Neuman'],
      ['יסמין עודה', 'Yasmin Odeh'],
      ['דור אלמוג', 'Dor Almog'],
      ['מורן זגורי', 'Moran Zaguri'],
    ],
  },
];

const FIRST: readonly Name[] = [
  ['אביגיל', 'Avigail'],
  ['ברק', 'Barak'],
  ['גילה', 'Gila'],
  ['דוד', 'David'],
  ['הילה', 'Hila'],
  ['ויקטור', 'Victor'],
  ['זוהר', 'Zohar'],
  ['חיים', 'Haim'],
  ['טליה', 'Talia'],
  ['יוסף', 'Yosef'],
  ['כרמל', 'Carmel'],
  ['ליאת', 'Liat'],
  ['מיכל', 'Michal'],
  ['נתן', 'Natan'],
  ['סלים', 'Salim'],
  ['ענבר', 'Inbar'],
];
const LAST: readonly Name[] = [
  ['אביטל', 'Avital'],
  ['בכר', 'Bachar'],
  ['גבאי', 'Gabay'],
  ['דהאן', 'Dahan'],
  ['הלפרין', 'Halperin'],
  ['ויס', 'Weiss'],
  ['זכאי', 'Zakai'],
  ['חסון', 'Hasson'],
  ['טוויל', 'Tawil'],
  ['ירקוני', 'Yarkoni'],
  ['כנעאן', 'Kanaan'],
  ['לביא', 'Lavi'],
  ['מנצור', 'Mansour'],
  ['נגר', 'Nagar'],
  ['סבן', 'Saban'],
  ['עטייה', 'Atiya'],
  ['צור', 'Tzur'],
];

/** The name of a team's agent; beyond the ten or more that have one, first and last names are combined. */
export function agentName(team: number, index: number): Name {
  const named = TEAMS[team]?.agents[index];
  if (named !== undefined) return named;
  const number = (index - 10) * TEAMS.length + team;
  const first = FIRST[number % FIRST.length] as Name;
  const last = LAST[(number + Math.floor(number / FIRST.length)) % LAST.length] as Name;
  return [`${first[0]} ${last[0]}`, `${first[1]} ${last[1]}`];
}
