using System.Globalization;

namespace RetailPulse.Silo.Logging;

/// <summary>Decides which entries are written. Whatever causes the same warning again and again, a client or an outage, fills neither the disk nor the screen.</summary>
internal sealed class EntryFilter(TimeProvider time)
{
    /// <summary>Warnings and errors of one kind that are written within a minute; further ones are counted.</summary>
    public const int MaxPerMinute = 100;

    /// <summary>How long a start may keep the processors so busy that Orleans takes it for a fault of the machine.</summary>
    public static readonly TimeSpan StartDuration = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private readonly long started = time.GetTimestamp();
    private readonly Dictionary<(string Category, int Id, string? Name), int> written = [];
    private readonly Dictionary<string, long> suppressed = [];
    private long windowStarted = time.GetTimestamp();

    /// <param name="Admitted">Whether the entry is written.</param>
    /// <param name="Ended">Entries of each category that were suppressed in a minute that is over.</param>
    public readonly record struct Admission(bool Admitted, IReadOnlyList<KeyValuePair<string, long>> Ended);

    public static string Describe(long suppressed) =>
        string.Create(CultureInfo.InvariantCulture, $"Suppressed {suppressed} further entries of this category within a minute");

    public Admission Admit(string category, EventId kind, LogLevel level)
    {
        if (level < LogLevel.Warning) return new Admission(true, []);
        if (time.GetElapsedTime(started) < StartDuration && StartAlarms.Include(category, kind, level)) return new Admission(false, []);
        lock (gate)
        {
            var ended = EndWindow();
            var key = (category, kind.Id, kind.Name);
            var count = written.GetValueOrDefault(key) + 1;
            written[key] = count;
            if (count <= MaxPerMinute) return new Admission(true, ended);
            suppressed[category] = suppressed.GetValueOrDefault(category) + 1;
            return new Admission(false, ended);
        }
    }

    private KeyValuePair<string, long>[] EndWindow()
    {
        if (time.GetElapsedTime(windowStarted) < Window) return [];
        KeyValuePair<string, long>[] ended = [.. suppressed];
        windowStarted = time.GetTimestamp();
        written.Clear();
        suppressed.Clear();
        return ended;
    }
}
