using System.Diagnostics;
using System.Globalization;

namespace RetailPulse.Tests.Support.Processes;

/// <summary>
/// A wall clock for child processes that can be moved while they run. Monotonic time is not affected. Uses Debian's <c>faketime</c>.
/// </summary>
internal sealed class WallClock
{
    private const string Libraries = "/usr/lib";

    /// <summary>Offset of the tests' own clock from the true time, because they may run under a shifted clock.</summary>
    private static readonly Lazy<TimeSpan> Own = new(ReadOwn);

    private readonly string file;

    private WallClock(string library, string folder)
    {
        file = Path.Combine(folder, "clock");
        Move(TimeSpan.Zero);
        Variables = [.. Preload(library), ("FAKETIME_TIMESTAMP_FILE", file), ("FAKETIME_CACHE_DURATION", "1")];
    }

    public IEnumerable<(string Name, string Value)> Variables { get; }

    /// <summary>Path of the library; <see langword="null"/> if it is not installed.</summary>
    public static WallClock? Create(string folder) => FindLibrary() is { } library ? new WallClock(library, folder) : null;

    /// <summary>
    /// Returns environment variables for a process with a permanently shifted clock; <see langword="null"/> if the library is not
    /// installed.
    /// </summary>
    /// <remarks>They name no file, so the processes of every user see the shifted clock.</remarks>
    public static IEnumerable<(string Name, string Value)>? Shifted(TimeSpan by) =>
        FindLibrary() is { } library ? [.. Preload(library), ("FAKETIME", Offset(by))] : null;

    /// <param name="by">Offset from the clock of this process.</param>
    public void Move(TimeSpan by)
    {
        // Replaced atomically, because a process may read it at any moment.
        File.WriteAllText($"{file}.new", $"{Offset(by)}\n");
        File.Move($"{file}.new", file, overwrite: true);
    }

    private static string? FindLibrary() =>
        Directory
            .EnumerateDirectories(Libraries)
            .Select(architecture => Path.Combine(architecture, "faketime", "libfaketimeMT.so.1"))
            .FirstOrDefault(File.Exists);

    private static (string Name, string Value)[] Preload(string library) =>
        [("LD_PRELOAD", library), ("DONT_FAKE_MONOTONIC", "1"), ("FAKETIME_FORCE_MONOTONIC_FIX", "0"), ("FAKETIME_DISABLE_SHM", "1")];

    private static string Offset(TimeSpan by) => FormattableString.Invariant($"{(Own.Value + by).TotalSeconds:+0;-0;+0}s");

    private static TimeSpan ReadOwn()
    {
        using var date = Process.Start(
            new ProcessStartInfo("env", ["--unset=LD_PRELOAD", "date", "+%s"]) { RedirectStandardOutput = true }
        )!;
        var trueTime = DateTimeOffset.FromUnixTimeSeconds(long.Parse(date.StandardOutput.ReadToEnd(), CultureInfo.InvariantCulture));
        var error = TimeProvider.System.GetUtcNow() - trueTime;

        // Such a small difference is the time that the program took.
        return error.Duration() < TimeSpan.FromMinutes(1) ? TimeSpan.Zero : error;
    }
}
