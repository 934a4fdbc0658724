using System.Text.RegularExpressions;

namespace RetailPulse.Tests.Support.Cli;

/// <summary>Compares what commands print with a committed file, except for what differs in each run.</summary>
internal static partial class GoldenText
{
    /// <param name="found">What was printed. It is written next to the test program, as <c>Cli/NAME.found</c>.</param>
    /// <param name="path">Path of the committed file from the root of the repository.</param>
    public static async Task AssertAsync(string found, string path)
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "Cli")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, $"{Path.GetFileName(path)}.found"), found);
        var expected = Path.Combine(DeployFiles.Root, path);
        Assert.Equal(File.Exists(expected) ? await File.ReadAllTextAsync(expected) : "", found);
    }

    /// <summary>Replaces what differs in each run, and the spaces that align it.</summary>
    public static string Normalize(string text, params IEnumerable<string> folders) => Spaces().Replace(Mask(text, folders), "  ");

    /// <summary>Replaces times, durations, rates, keys, addresses, and folders.</summary>
    public static string Mask(string text, params IEnumerable<string> folders)
    {
        foreach (var folder in folders)
            text = text.Replace(folder, "…", StringComparison.Ordinal);
        text = Time().Replace(text, "2026-05-04T09:30:00Z");
        text = Elapsed().Replace(text, "0");
        text = Ago().Replace(text, "1 s ago");
        text = Rate().Replace(text, "");
        text = Secret().Replace(text, "…");
        text = Address().Replace(text, "http://localhost:8080");
        text = ApiVersion().Replace(text, "API 1.x");
        text = Silo().Replace(text, "10.0.0.5:11111");
        return TrailingSpace().Replace(text, "");
    }

    [GeneratedRegex(@"(?<!image)\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")]
    private static partial Regex Time();

    /// <summary>The milliseconds before the masked time of an export's row.</summary>
    [GeneratedRegex(@"(?<=,)\d+(?=,2026-05-04T09:30:00Z)")]
    private static partial Regex Elapsed();

    [GeneratedRegex(@"\d+ (s|min) ago")]
    private static partial Regex Ago();

    [GeneratedRegex(@"[\d.,]+/(s|min|h|d)\b")]
    private static partial Regex Rate();

    [GeneratedRegex("rp_[A-Za-z0-9_-]{43}|[0-9a-f]{32,64}|msg_[A-Za-z0-9_-]+")]
    private static partial Regex Secret();

    [GeneratedRegex(@"http://(127\.0\.0\.1|localhost|\[::1?\]):\d+")]
    private static partial Regex Address();

    [GeneratedRegex(@"\b\d+\.\d+\.\d+\.\d+:\d+\b")]
    private static partial Regex Silo();

    [GeneratedRegex(@"API \d+\.\d+\.\d+")]
    private static partial Regex ApiVersion();

    [GeneratedRegex("  +")]
    private static partial Regex Spaces();

    [GeneratedRegex(@"[ \t]+(?=\n|$)")]
    private static partial Regex TrailingSpace();
}
