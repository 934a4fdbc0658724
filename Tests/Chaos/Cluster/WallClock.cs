using System.Diagnostics;
using System.Globalization;

namespace RetailPulse.Tests.Chaos.Cluster;

/// <summary>The wall clock of the processes that are started with it, which can be moved while they run; monotonic time is left alone. By Debian's <c>faketime</c>.</summary>
internal sealed class WallClock
{
    private const string Libraries = "/usr/lib";

    /// <summary>How far the clock of the tests themselves is from the true time: they may run under a shifted clock.</summary>
    private static readonly Lazy<TimeSpan> Own = new(ReadOwn);

    private readonly string file;

    private WallClock(string library, string folder)
    {
        file = Path.Combine(folder, "clock");
        Move(TimeSpan.Zero);
        Variables = [.. Preload(library), ("FAKETIME_TIMESTAMP_FILE", file), ("FAKETIME_CACHE_DURATION", "1")];
    }

    public IEnumerable<(string Name, string Value)> Variables { get; }

    /// <summary><see langword="null"/> where the library is not installed.</summary>
    public static WallClock? Create(string folder) => FindLibrary() is { } library ? new WallClock(library, folder) : null;

    /// <summary>Returns the variables of a process whose clock is shifted for good, or <see langword="null"/> where the library is not installed.</summary>
    /// <remarks>They name no file, so processes of every user see the shifted clock.</remarks>
    public static IEnumerable<(string Name, string Value)>? Shifted(TimeSpan by) => FindLibrary() is { } library ? [.. Preload(library), ("FAKETIME", Offset(by))] : null;

    /// <param name="by">Offset from the clock of this process.</param>
    public void Move(TimeSpan by)
    {
        // Replaced as a whole: a process may read it at any moment.
        File.WriteAllText($"{file}.new", $"{Offset(by)}\n");
        File.Move($"{file}.new", file, overwrite: true);
    }

    private static string? FindLibrary() =>
        Directory.EnumerateDirectories(Libraries).Select(architecture => Path.Combine(architecture, "faketime", "libfaketimeMT.so.1")).FirstOrDefault(File.Exists);

    private static (string Name, string Value)[] Preload(string library) =>
        [("LD_PRELOAD", library), ("DONT_FAKE_MONOTONIC", "1"), ("FAKETIME_FORCE_MONOTONIC_FIX", "0"), ("FAKETIME_DISABLE_SHM", "1")];

    private static string Offset(TimeSpan by) => FormattableString.Invariant($"{(Own.Value + by).TotalSeconds:+0;-0;+0}s");

    private static TimeSpan ReadOwn()
    {
        using var date = Process.Start(new ProcessStartInfo("env", ["--unset=LD_PRELOAD", "date", "+%s"]) { RedirectStandardOutput = true })!;
        var trueTime = DateTimeOffset.FromUnixTimeSeconds(long.Parse(date.StandardOutput.ReadToEnd(), CultureInfo.InvariantCulture));
        var error = TimeProvider.System.GetUtcNow() - trueTime;

        // A difference this small is the time that the program took.
        return error.Duration() < TimeSpan.FromMinutes(1) ? TimeSpan.Zero : error;
    }
}
