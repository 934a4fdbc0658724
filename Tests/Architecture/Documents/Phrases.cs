using System.Text.RegularExpressions;

namespace RetailPulse.Tests.Architecture.Documents;

/// <summary>Phrases that are never right in this repository, each with what to write instead.</summary>
/// <remarks>Most of them are literal translations. A phrase belongs here if nearly every use of it is wrong.</remarks>
internal static class Phrases
{
    public static IReadOnlyList<Phrase> All { get; } =
    [
        new(@"\banew\b", "again"),
        new(@"\bso many\b", "the number: 'at most N'"),
        new(@"\bas many\b.{0,40}\bas (?:it |they )?may\b", "the limit: 'has reached its limit of'"),
        new(@"\bwho(?:m)?ever\b", "anyone who, or the one that is meant"),
        new(@"\b(?:what|where|which)ever\b", "any, everything that, regardless of"),
        new(@"\b(?:is|are) no such\b", "unknown, or does not exist"),
        new(@"\bown accord\b", "automatically"),
        new(@"\bbr(?:ea|o)k(?:en?|s|ing)? off\b", "abort, interrupt, or end early"),
        new(@"\bleft in peace\b", "unchanged, or not disturbed"),
        new(@"\bat the latest\b", "after at most, or no later than"),
        new(@"\bfor ever\b", "forever"),
        new(@"\bt(?:old|ells?|elling) of\b", "report, notify, or describe"),
        new(@"\bt(?:ak(?:en|es?|ing)|ook) up again\b", "resume or retry"),
        new(@"\bmend(?:s|ed|ing)?\b", "fix"),
        new(@"(?<!-)\bbeside\b", "next to, alongside, or during"),
        new(
            @"(?<!there )\b(?:is|are) no (?:tokens?|numbers?|dates?|settings?|lists?|address(?:es)?|keys?|images?|urls?|pages?|jobs?|members?|fields?|texts?|json|silos?|files?|errors?|names?|origins?|paths?|hosts?)\b",
            "is not a, or invalid"
        ),
        new(@"\blately\b|\bof late\b", "recently"),
        new(@"\bheld against\b|\bholds? (?:\S+ ){1,4}against\b", "compare with"),
        new(@"\bunder way\b", "in progress, or running"),
        new(@"\bcomes? again\b|\basks? again\b", "retry"),
        new(@"\bthe same again\b", "name the thing again"),
        new(@"\bgo(?:es|ing)? on\b|\bwent on\b", "continue, proceed, or run"),
        new(@"\bunfold(?:s|ed|ing)?\b", "decompress, or expand"),
        new(@"\bbecomes? of\b", "happens to"),
        new(@"\bstruck\b", "occurred"),
        new(@"\bforestall\w*", "prevent"),
        new(@"\b(?:would|could|must|may|might|should) else\b", "otherwise"),
        new(
            @"\b(?:bytes|more|comes|stands|follows|lies|right) behind\b|\bbehind (?:its|their|an?) (?:own )?(?:end|image|header|body|data|scan|pixels)\b",
            "after"
        ),
        new(
            @"\b(?:thereafter|thereupon|whereupon|wherein|therein|thereof|hitherto|henceforth|forthwith|lest|amongst|whilst|likewise)\b",
            "a modern word"
        ),
        new(
            @"\b(?:do|does|is|ca|wo|are|did|was|could|should|would|have|has)n't\b|\b(?:it|that|there|let)'s\b",
            "both words: no contractions"
        ),
        new(@"\b(?:behaviour|colour|licence|neighbour|favour|centre|misspelt|learnt)\w*", "American spelling"),
        new(
            @"\b(?:recogn|canonical|normal|serial|initial|local|organ|summar|author|optim|minim|maxim|synchron|general|special|final|central|visual|material|random|custom|token)is(?:e|ed|es|er|ing|ation)\b",
            "American spelling: -ize"
        ),
        new(
            @"/// <(?:summary|returns)>(?:Of|As|Who|Whose|By|With) |/// <param [^>]*>(?:Of|As|Who|Whose|To|By|With) ",
            "a phrase that stands alone, such as 'Number of' or 'The URL of'"
        ),
    ];

    /// <summary>A phrase, and what to write in its place.</summary>
    internal sealed class Phrase(string pattern, string instead)
    {
        private readonly Regex pattern = new(pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Compiled);

        /// <summary>Returns what is wrong with a text, and what to write instead.</summary>
        public IEnumerable<string> Problems(string text) => pattern.Matches(text).Select(match => $"'{match.Value}': write {instead}");
    }
}
