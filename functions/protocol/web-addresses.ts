// Web addresses without a scheme, as people write them in a message: `example.com/path`. The filter
// and the page share them, so the page opens no address that the filter overlooks.

/**
 * Endings that make a word without `https://` an address. No sentence runs on with one (`yes.It
 * is`), and no file name ends with one.
 */
export const addressEndings =
  'com|net|org|biz|xyz|edu|gov|gg|ly|' +
  '(?:com?|org|net|ac)\\.(?:au|br|cn|in|jp|kr|mx|nz|tr|uk|za)';
/** Endings that make an address only if a port or a path follows. */
export const endingsBeforePath =
  'ae|ar|at|au|be|bg|br|ca|cc|ch|cl|cn|co|cz|de|dk|es|eu|fi|fr|gr|hk|hr|hu|id|ie|il|in|io|ir|is|' +
  'it|jp|kr|kz|lt|lu|lv|me|mx|my|nl|no|nz|pe|ph|pk|pt|ro|ru|se|sg|si|sk|su|th|to|tr|tv|tw|ua|uk|' +
  'us|vn|za|рф|online|site|shop|club|top|link|click|live|store|page|wiki|news|chat|blog|space|' +
  'tech|pro|info|dev|app|zip|mov|ai|cloud|win|vip|work|download|zone|today|world|life|icu|bid|' +
  'loan|party|review|stream|trade|date|rip|lol|cyou|bond|quest|cfd|sbs|email|media|network|pl|am|' +
  'fm|gl|la|li|pw|sh|st|ws';
/** Nothing that would make an address a part of another word comes before it. */
export const addressStart = '(?<![\\p{L}\\p{N}_@./\\\\-])';
/** Nor after it. */
export const addressEnd = '(?![\\p{L}\\p{N}_@-]|\\.[\\p{L}\\p{N}])';
export const port = '(?::\\d{2,5})';
