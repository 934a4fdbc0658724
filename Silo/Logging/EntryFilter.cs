using System.Globalization;

namespace RetailPulse.Silo.Logging;

/// <summary>
/// Decides which log entries are written, so that a repeated warning, caused by a client or an outage, does not flood the log.
/// </summary>
internal sealed class EntryFilter(TimeProvider time)
{
    /// <summary>Maximum number of warnings and errors of one kind that are written per minute. Further ones are only counted.</summary>
    public const int MaxPerMinute = 100;

    /// <summary>Time during which a start may keep the processors so busy that Orleans reports a fault of the machine.</summary>
    public static readonly TimeSpan StartDuration = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly long started = time.GetTimestamp();
    private readonly Dictionary<(string Category, int Id, string? Name), int> written = [];
    private readonly Dictionary<string, long> suppressed = [];
    private long windowStarted = time.GetTimestamp();

    /// <param name="Admitted">Whether the entry is written.</param>
    /// <param name="Ended">Number of suppressed entries per category, for a minute that has ended.</param>
    public readonly record struct Admission(bool Admitted, IReadOnlyList<KeyValuePair<string, long>> Ended);

    public static string Describe(long suppressed) =>
        string.Create(CultureInfo.InvariantCulture, $"Suppressed {suppressed} further entries of this category within a minute");

    public Admission Admit(string category, EventId kind, LogLevel level)
    {
        if (level < LogLevel.Warning)
            return new Admission(true, []);
        if (time.GetElapsedTime(started) < StartDuration && StartAlarms.Include(category, kind, level))
            return new Admission(false, []);
        lock (gate)
        {
            var ended = EndWindow();
            var key = (category, kind.Id, kind.Name);
            var count = written.GetValueOrDefault(key) + 1;
            written[key] = count;
            if (count <= MaxPerMinute)
                return new Admission(true, ended);
            suppressed[category] = suppressed.GetValueOrDefault(category) + 1;
            return new Admission(false, ended);
        }
    }

    /// <summary>Returns the number of suppressed entries per category, if the minute has ended.</summary>
    /// <param name="atOnce">Whether the minute ends now.</param>
    public IReadOnlyList<KeyValuePair<string, long>> TakeEnded(bool atOnce = false)
    {
        lock (gate)
            return EndWindow(atOnce);
    }

    private KeyValuePair<string, long>[] EndWindow(bool atOnce = false)
    {
        if (!atOnce && time.GetElapsedTime(windowStarted) < Window)
            return [];
        KeyValuePair<string, long>[] ended = [.. suppressed];
        windowStarted = time.GetTimestamp();
        written.Clear();
        suppressed.Clear();
        return ended;
    }
}
