using RetailPulse.Benchmarks.Origin;
using RetailPulse.Benchmarks.Report;

namespace RetailPulse.Benchmarks.Contenders;

/// <summary>The same work for each silo, and more and more silos.</summary>
/// <param name="one">The job of a single silo; several get one that is as many times as large.</param>
internal sealed class ScaleContender(JobSetup one, OriginProcess origin)
{
    public static readonly Column[] Columns =
    [
        new("images/s", "images_per_second"),
        new("per silo", "images_per_second_and_silo"),
        new("÷ sleep alone", "over_sleep_alone"),
        new("÷ first row", "per_silo_over_first"),
        new("CPU s/1000", "cpu_seconds_per_1000_images"),
        new("peak MB", "peak_megabytes"),
    ];

    /// <summary>The place of a silo's pace in <see cref="Columns"/>.</summary>
    public const int PerSilo = 1;

    /// <summary>Images per second of one silo that does nothing but sleep, in all of its slots.</summary>
    private double Ideal => 2 * one.Slots / (one.Sleep.Min + one.Sleep.Max).TotalSeconds;

    /// <param name="first">The row that this one is compared with; <see langword="null"/>: itself.</param>
    public async Task<Row> RunAsync(int silos, Row? first, CancellationToken cancellationToken)
    {
        var name = silos == 1 ? "1 silo" : $"{silos} silos";
        var setup = one with { Visits = one.Visits * silos, WarmUp = one.WarmUp * silos, Product = one.Product with { Silos = silos } };
        var job = await ProductContender.RunAsync(name, setup, origin, cancellationToken);
        var (pace, cpu, peak) = (job.Values[JobFigures.Pace]!.Value, job.Values[JobFigures.Cpu], job.Values[JobFigures.Peak]);
        return new Row(name, pace, pace / silos, pace / silos / Ideal, pace / silos / (first?.Values[PerSilo] ?? pace / silos), cpu, peak)
        {
            Processes = job.Processes,
        };
    }
}
