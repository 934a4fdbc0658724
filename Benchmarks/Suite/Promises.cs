using RetailPulse.Benchmarks.Origin;

namespace RetailPulse.Benchmarks.Suite;

/// <summary>The promises of RetailPulse about speed and resource use.</summary>
internal static class Promises
{
    public static readonly Promise Spec = new("images_spec", "images/s, 0.1 to 0.4 s of sleep, ÷ bare loop", AtLeast: true, 0.95);
    public static readonly Promise NoSleep = new("images_no_sleep", "images/s, no sleep, ÷ bare loop", AtLeast: true, 0.90);
    public static readonly Promise Small = new("images_small", "images/s, no sleep, ≤ 20 KB, ÷ bare loop", AtLeast: true, 0.75);
    public static readonly Promise Cpu = new("cpu", "CPU per image with sleep, database included, ÷ bare loop", AtLeast: false, 1.5);
    public static readonly Promise Crowd = new(
        "crowd",
        "images/s, 100 jobs of 10 visits of two images at once, with sleep, ÷ bare loop",
        AtLeast: true,
        0.85
    );
    public static readonly Promise CrowdCpu = new("crowd_cpu", "their CPU per image, database included, ÷ bare loop", AtLeast: false, 1.3);
    public static readonly Promise Tiny = new(
        "tiny_jobs",
        "images/s, 10,000 jobs of two images ≤ 20 KB, no sleep, ÷ bare loop",
        AtLeast: true,
        0.25
    );
    public static readonly Promise TinyCpu = new("tiny_jobs_cpu", "their CPU per image, database included, ÷ bare loop", AtLeast: false, 4);
    public static readonly Promise Memory = new("memory_megabytes", "peak memory of one process in that job, MB", AtLeast: false, 300);
    public static readonly Promise Growth = new("memory_growth", "peak memory, 1,000,000 images ÷ 10,000", AtLeast: false, 1.3);
    public static readonly Promise Accepted = new("accepted_p99_milliseconds", "`201` for 10,000 images, p99, ms", AtLeast: false, 60);
    public static readonly Promise Overhead = new(
        "overhead_p50_milliseconds",
        "one-image job beyond its download and sleep, p50, ms",
        AtLeast: false,
        10
    );
    public static readonly Promise Fairness = new("fairness_p95", "one-image job's p95 during 100,000 images ÷ idle", AtLeast: false, 1.5);
    public static readonly Promise Reads = new("status_reads_per_second", "status reads/s on 64 connections", AtLeast: true, 40_000);
    public static readonly Promise ReadTail = new("status_p99_milliseconds", "their p99, ms", AtLeast: false, 10);
    public static readonly Promise Scale = new("scale", "images/s per silo, sleep-bound, ÷ one silo alone", AtLeast: true, 0.95);
    public static readonly Promise Kill = new("kill_seconds", "`kill -9` of a silo: longest standstill, s", AtLeast: false, 10);

    /// <summary>The pace that a healthy host's job keeps, for each trouble of the host of a large job alongside.</summary>
    public static readonly IReadOnlyDictionary<HostTrouble, Promise> Alongside = new Dictionary<HostTrouble, Promise>
    {
        [HostTrouble.Slow] = PaceAlongside("slow", "that responds after 5 s"),
        [HostTrouble.Dead] = PaceAlongside("dead", "that is dead"),
        [HostTrouble.Silent] = PaceAlongside("silent", "that never responds"),
        [HostTrouble.RateLimiting] = PaceAlongside("rate_limiting", "that limits its rate"),
        [HostTrouble.Trickling] = PaceAlongside("trickling", "that trickles"),
    };

    public static readonly IReadOnlyList<Promise> All =
    [
        Spec,
        NoSleep,
        Small,
        Cpu,
        Crowd,
        CrowdCpu,
        Tiny,
        TinyCpu,
        Memory,
        Growth,
        Accepted,
        Overhead,
        Fairness,
        .. Alongside.Values,
        Reads,
        ReadTail,
        Scale,
        Kill,
    ];

    private static Promise PaceAlongside(string key, string host) =>
        new($"alongside_{key}", $"images/s alongside a job of a host {host} ÷ alone", AtLeast: true, 0.9);
}
