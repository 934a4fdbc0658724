namespace RetailPulse.AppHost;

/// <summary>Silos and front ends on this machine, on one database, as <c>cluster.sh</c> starts them.</summary>
/// <remarks>Every process inherits the environment, and with it any setting of the product.</remarks>
internal sealed class LocalCluster(IDistributedApplicationBuilder builder, LocalClusterOptions options)
{
    private const string Ready = "/health/ready";
    private const string Database = "ConnectionStrings:RetailPulse";
    private const string Certificate = "RetailPulse:Cluster:Tls:CertificateFile";

    public void Add()
    {
        // Only this user can access the files.
        Directory.CreateDirectory(options.Folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        IResourceBuilder<ProjectResource>[] preparations = [AddMigration(), .. AddCertificates()];
        var silos = Enumerable.Range(1, options.Silos).Select(number => AddSilo(number, preparations)).ToArray();
        for (var number = 1; number <= options.FrontEnds; number++)
            AddFrontEnd(number, silos);
    }

    /// <summary>Updates the schema of the database, without a time limit.</summary>
    private IResourceBuilder<ProjectResource> AddMigration() => Configure(AddSiloProgram("migration")).WithArgs("--migrate");

    /// <summary>Creates the certificates by which the processes authenticate each other, unless a setting names others.</summary>
    private IEnumerable<IResourceBuilder<ProjectResource>> AddCertificates() =>
        builder.Configuration[Certificate] is null
            ? [AddSiloProgram("certificates").WithArgs("--new-certificate", "--ca", PathOf("ca"), "--out", PathOf("certificates"))]
            : [];

    private IResourceBuilder<ProjectResource> AddSilo(int number, IEnumerable<IResourceBuilder<ProjectResource>> preparations)
    {
        var silo = Configure(AddSiloProgram($"silo-{number}"))
            .WithEnvironment(Variable("RetailPulse:Cluster:SiloPort"), "0")
            .WithEnvironment(Variable("RetailPulse:Cluster:GatewayPort"), "0")
            .WithHttpEndpoint(name: "probes", env: Variable("RetailPulse:Cluster:ProbePort"))
            .WithHttpHealthCheck(Ready, endpointName: "probes");
        foreach (var preparation in preparations)
            silo.WaitForCompletion(preparation);
        return silo;
    }

    private void AddFrontEnd(int number, IEnumerable<IResourceBuilder<ProjectResource>> silos)
    {
        var frontEnd = Configure(builder.AddProject<FrontEndProject>($"front-end-{number}", launchProfileName: null))
            .WithEnvironment(Variable("RetailPulse:Cluster:Role"), "Client")
            .WithHttpEndpoint(port: options.Port == 0 ? null : options.Port + number - 1)
            .WithHttpHealthCheck(Ready);
        foreach (var silo in silos)
            frontEnd.WaitFor(silo);
    }

    private IResourceBuilder<ProjectResource> AddSiloProgram(string name) => builder.AddProject<SiloProject>(name, launchProfileName: null);

    private IResourceBuilder<ProjectResource> Configure(IResourceBuilder<ProjectResource> process)
    {
        if (builder.Configuration[Database] is null)
            process.WithEnvironment(Variable(Database), $"Data Source={PathOf("retailpulse.db")}");
        if (builder.Configuration[Certificate] is null)
            process
                .WithEnvironment(Variable(Certificate), PathOf("certificates/tls.crt"))
                .WithEnvironment(Variable("RetailPulse:Cluster:Tls:KeyFile"), PathOf("certificates/tls.key"))
                .WithEnvironment(Variable("RetailPulse:Cluster:Tls:AuthorityFile"), PathOf("certificates/ca.crt"));
        return process;
    }

    private string PathOf(string file) => Path.Combine(options.Folder, file);

    /// <summary>Returns the name of the environment variable of a setting.</summary>
    private static string Variable(string setting) => setting.Replace(":", "__", StringComparison.Ordinal);
}
