using System.Globalization;
using RetailPulse.Cli.Screen;
using RetailPulse.Client;

namespace RetailPulse.Cli.Output;

/// <summary>A value in a column.</summary>
/// <param name="Plain">The value for programs.</param>
/// <param name="Shown">The value for people. Default: the same.</param>
/// <param name="IsNumber">Whether to align it to the right.</param>
internal readonly record struct Cell(string Plain, string? Shown = null, Tone Tone = Tone.None, bool IsNumber = false)
{
    public static Cell Text(string? text) => new(text ?? "");

    public static Cell Number(long? number) =>
        number is { } value
            ? new(value.ToString(CultureInfo.InvariantCulture), Texts.Count(value), IsNumber: true)
            : new("", IsNumber: true);

    /// <summary>An id or a position, which has no separators.</summary>
    public static Cell Id(long number) => new(Texts.Id(number), IsNumber: true);

    public static Cell Failures(long number) => Number(number) with { Tone = number > 0 ? Tone.Bad : Tone.None };

    public static Cell Time(DateTimeOffset? time, DateTimeOffset now) =>
        time is { } value ? new(Texts.Iso(value), Texts.Ago(value, now), Tone.Faint) : new("");

    public static Cell Status(string status) =>
        new(
            status,
            Tone: status switch
            {
                JobStatus.Completed or ImageStatus.Measured or "delivered" or "healthy" => Tone.Good,
                JobStatus.Failed or "down" => Tone.Bad,
                JobStatus.Ongoing or ImageStatus.Running => Tone.Busy,
                _ => Tone.Faint,
            }
        );
}

/// <summary>A column of a list.</summary>
/// <param name="IsWhole">Whether its texts are shown whole although they are longer than a line of the terminal, because they are advice.</param>
internal sealed record Column<T>(string Name, Func<T, Cell> Value, bool IsWhole = false);
