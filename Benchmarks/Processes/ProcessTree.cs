using System.Globalization;

namespace RetailPulse.Benchmarks.Processes;

/// <summary>What a process and its children have used, from <c>/proc</c>: proc_pid_stat(5) and proc_pid_smaps(5).</summary>
internal static class ProcessTree
{
    /// <summary>Positions in <c>stat</c>, counted after the name of the program, which can contain anything.</summary>
    private const int Parent = 1,
        FirstTime = 11,
        Times = 4;

    /// <summary>USER_HZ is 100 on every architecture that .NET runs on.</summary>
    private const double TicksPerSecond = 100;

    /// <summary>
    /// The processor time includes children that have ended. The memory is what is resident now, with each page that several of them share
    /// counted once: how much of their peaks was shared is unknown.
    /// </summary>
    public static Cost ReadCost(int root)
    {
        int[] family =
        [
            root,
            .. Directory.GetDirectories("/proc").Select(Number).Where(id => id > 0 && Stat(id) is { } stat && stat[Parent] == $"{root}"),
        ];
        var ticks = family
            .Select(Stat)
            .Sum(stat => stat is null ? 0 : stat.Skip(FirstTime).Take(Times).Sum(time => long.Parse(time, CultureInfo.InvariantCulture)));
        return new Cost(TimeSpan.FromSeconds(ticks / TicksPerSecond), family.Sum(ReadShare));
    }

    private static int Number(string folder) => int.TryParse(Path.GetFileName(folder), out var number) ? number : 0;

    /// <summary>Returns <see langword="null"/> if the process does not exist.</summary>
    private static string[]? Stat(int id) =>
        TryRead($"/proc/{id}/stat") is { } line ? line[(line.LastIndexOf(')') + 2)..].Split(' ') : null;

    private static long ReadShare(int id) =>
        TryRead($"/proc/{id}/smaps_rollup")?.Split('\n').FirstOrDefault(line => line.StartsWith("Pss:", StringComparison.Ordinal))
            is { } line
            ? 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture)
            : 0;

    private static string? TryRead(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
