using System.Globalization;
using System.Security;
using System.Text;
using Microsoft.Net.Http.Headers;

namespace RetailPulse.WebFrontend.V1.Jobs;

/// <summary>The 200 response to a page for an image that cannot be shown: a picture of the reason.</summary>
/// <remarks>A page could not show the text of an error in the place of a picture.</remarks>
internal sealed class ThumbnailPlaceholder(string why, int size) : IResult
{
    public const string MediaType = "image/svg+xml";

    /// <summary>Average width of a character and distance of lines, as multiples of the font size.</summary>
    private const double CharacterWidth = 0.55;
    private const double LineHeight = 1.35;

    /// <summary>Returns whether a client accepts pictures in particular, as the image elements of browsers do.</summary>
    public static bool IsWanted(HttpRequest request) =>
        MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var accepted)
        && accepted.Any(range => range.Quality is not 0 && range.MediaType == MediaType);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.ContentType = MediaType;
        return httpContext.Response.WriteAsync(Draw(why, size), httpContext.RequestAborted);
    }

    /// <summary>Returns the text as a picture of 4:3. Gray can be read on light and on dark.</summary>
    internal static string Draw(string why, int size)
    {
        var (height, font) = (size * 3 / 4, FontOf(size));
        var lines = Wrap(why, (int)(0.9 * size / (font * CharacterWidth)));
        var text = new StringBuilder();
        for (var line = 0; line < lines.Count; line++)
        {
            var y = (int)(height / 2.0 + (line - (lines.Count - 1) / 2.0) * LineHeight * font + font / 3.0);
            text.Append(CultureInfo.InvariantCulture, $"""<text x="{size / 2}" y="{y}">{SecurityElement.Escape(lines[line])}</text>""");
        }

        return string.Create(
            CultureInfo.InvariantCulture,
            $"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {height}" width="{size}" height="{height}" role="img" font-family="system-ui, sans-serif" font-size="{font}" text-anchor="middle" fill="#767676"><title>{SecurityElement.Escape(why)}</title>{text}</svg>"""
        );
    }

    /// <summary>Returns the font size that can be read where a thumbnail of this size is usually shown, which is smaller.</summary>
    private static int FontOf(int size) =>
        size switch
        {
            <= 160 => 13,
            <= 320 => 17,
            _ => 32,
        };

    private static List<string> Wrap(string text, int length)
    {
        var lines = new List<string>();
        foreach (var word in text.Split(' '))
        {
            if (lines.Count > 0 && lines[^1].Length + 1 + word.Length <= length)
                lines[^1] += $" {word}";
            else
                lines.Add(word);
        }

        return lines;
    }
}
