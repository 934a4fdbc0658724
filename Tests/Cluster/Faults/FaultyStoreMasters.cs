using RetailPulse.Grains.Ledger;

namespace RetailPulse.Tests.Cluster.Faults;

/// <summary>A ledger of store masters whose calls fail as planned if they belong to a case.</summary>
internal sealed class FaultyStoreMasters(IStoreMasterLedger masters, FaultScopes scopes) : IStoreMasterLedger
{
    /// <summary>Key in the request context that names the case. The store master also reads the ledger on its own.</summary>
    public const string Case = "case";

    private static string Subject => RequestContext.Get(Case) as string ?? "";

    public Task<StoreMasterHead> FindHeadAsync(CancellationToken cancellationToken) =>
        scopes.RunAsync(Subject, "FindHead", () => masters.FindHeadAsync(cancellationToken));

    public Task<byte[]> ReadCsvAsync(int version, CancellationToken cancellationToken) =>
        scopes.RunAsync(Subject, "ReadCsv", () => masters.ReadCsvAsync(version, cancellationToken));

    public Task<bool> WasInForceAsync(string sha256, int since, CancellationToken cancellationToken) =>
        scopes.RunAsync(Subject, "WasInForce", () => masters.WasInForceAsync(sha256, since, cancellationToken));

    public Task<bool> AddAsync(StoreMasterEntry entry, byte[] csv, CancellationToken cancellationToken) =>
        scopes.RunAsync(Subject, "Add", () => masters.AddAsync(entry, csv, cancellationToken));
}
