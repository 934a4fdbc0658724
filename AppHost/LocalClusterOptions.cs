namespace RetailPulse.AppHost;

/// <summary>Which processes run, and where they keep their files.</summary>
internal sealed class LocalClusterOptions
{
    private const string Section = "Cluster";

    /// <summary>Number of silos, 1 to 20. Default: 2.</summary>
    public int Silos { get; init; } = 2;

    /// <summary>Number of front ends, 1 to 20. Default: 1.</summary>
    public int FrontEnds { get; init; } = 1;

    /// <summary>Port of the first front end, 0 to 65,000. Further ones use the ports after it. Default: 0, for free ports.</summary>
    public int Port { get; init; }

    /// <summary>Folder of the certificates and of the SQLite file. Default: <c>artifacts/aspire</c>.</summary>
    public string Folder { get; init; } = "../artifacts/aspire";

    /// <param name="root">Folder to which <see cref="Folder"/> is relative.</param>
    /// <exception cref="InvalidOperationException">A setting is out of range.</exception>
    public static LocalClusterOptions From(IConfiguration configuration, string root)
    {
        var options = configuration.GetSection(Section).Get<LocalClusterOptions>() ?? new();
        Check(nameof(Silos), options.Silos, 1, 20);
        Check(nameof(FrontEnds), options.FrontEnds, 1, 20);
        Check(nameof(Port), options.Port, 0, 65_000);
        return new()
        {
            Silos = options.Silos,
            FrontEnds = options.FrontEnds,
            Port = options.Port,
            Folder = Path.GetFullPath(options.Folder, root),
        };
    }

    private static void Check(string name, int value, int min, int max)
    {
        if (value < min || value > max)
            throw new InvalidOperationException($"{Section}:{name} must be {min} to {max}, not {value}.");
    }
}
