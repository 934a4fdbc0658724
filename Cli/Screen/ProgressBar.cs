using RetailPulse.Client;

namespace RetailPulse.Cli.Screen;

/// <summary>One line on the terminal that shows how far jobs are. It uses no escape sequence, only a carriage return.</summary>
internal sealed class ProgressBar(TextWriter error, bool isShown, int width)
{
    private const int Cells = 24;

    private readonly Dictionary<long, JobProgress> jobs = [];
    private int drawn;

    public void Show(long job, JobProgress progress)
    {
        jobs[job] = progress;
        Draw();
    }

    /// <summary>Draws the line again after other output replaced it.</summary>
    public void Draw()
    {
        if (!isShown || jobs.Count == 0)
            return;
        var line = Line([.. jobs.Values]);
        if (line.Length >= width)
            line = line[..Math.Max(0, width - 1)];
        error.Write($"\r{line.PadRight(drawn)}");
        drawn = line.Length;
    }

    /// <summary>Removes the line, before other output.</summary>
    public void Clear()
    {
        if (drawn > 0)
            error.Write($"\r{new string(' ', drawn)}\r");
        drawn = 0;
    }

    internal static string Line(IReadOnlyList<JobProgress> jobs)
    {
        var total = jobs.Sum(job => job.Counts.Total);
        var failed = jobs.Sum(job => job.Counts.Failed);
        var done = jobs.Sum(job => job.Counts.Measured + job.Counts.Failed + job.Counts.Cancelled);
        var share = total == 0 ? 0 : (double)done / total;
        var filled = (int)(share * Cells);
        var rate = jobs.Sum(job => job.Rate ?? 0);
        var left = jobs.Max(job => job.EtaSeconds);
        string[] parts =
        [
            $"[{new string('#', filled)}{new string('.', Cells - filled)}] {(int)(share * 100)} %",
            $"{Texts.Count(done)} of {Texts.Count(total)} images",
            rate > 0 ? Texts.Rate(rate) : "",
            left is { } seconds ? $"{Texts.Duration(TimeSpan.FromSeconds(seconds))} left" : "",
            failed > 0 ? $"{Texts.Count(failed)} failed" : "",
        ];
        return string.Join("  ", parts.Where(part => part.Length > 0));
    }
}
