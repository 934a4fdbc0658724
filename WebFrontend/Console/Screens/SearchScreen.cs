using RetailPulse.WebFrontend.Api;
using RetailPulse.WebFrontend.Console.Words;

namespace RetailPulse.WebFrontend.Console.Screens;

/// <summary><c>/search</c>: leads from a text to the page that shows what it names.</summary>
internal static class SearchScreen
{
    internal static SeeOther Get(HttpContext context) => new(Target(context.Request.Query["q"].ToString().Trim()));

    /// <summary>Returns the page for a text: a job by its id, failures by reason or host, otherwise stores.</summary>
    internal static string Target(string text)
    {
        var escaped = Uri.EscapeDataString(text);
        if (text.Length == 0)
            return "/jobs";
        if (JobId.TryParse(text.TrimStart('#'), out var id))
            return FormattableString.Invariant($"/jobs/{id}");
        if (Reasons.Codes.Contains(text, StringComparer.Ordinal))
            return $"/failures?reason={escaped}";
        return text.Contains('.', StringComparison.Ordinal) && !text.Contains(' ', StringComparison.Ordinal)
            ? $"/failures?host={escaped}"
            : $"/stores?q={escaped}";
    }
}
