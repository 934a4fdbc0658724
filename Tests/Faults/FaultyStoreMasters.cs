using RetailPulse.Grains.Ledger;

namespace RetailPulse.Tests.Faults;

/// <summary>Versions of the store master whose calls fail as planned, when a case makes them.</summary>
internal sealed class FaultyStoreMasters(IStoreMasterLedger masters, FaultScopes scopes) : IStoreMasterLedger
{
    /// <summary>The key in the request's context that names the case. The store master looks at the ledger for itself too.</summary>
    public const string Case = "case";

    private static string Subject => RequestContext.Get(Case) as string ?? "";

    public Task<StoreMasterHead> FindHeadAsync(CancellationToken cancellationToken) => scopes.RunAsync(Subject, "FindHead", () => masters.FindHeadAsync(cancellationToken));

    public Task<byte[]> ReadCsvAsync(int version, CancellationToken cancellationToken) =>
        scopes.RunAsync(Subject, "ReadCsv", () => masters.ReadCsvAsync(version, cancellationToken));

    public Task<bool> AddAsync(StoreMasterEntry entry, byte[] csv, CancellationToken cancellationToken) =>
        scopes.RunAsync(Subject, "Add", () => masters.AddAsync(entry, csv, cancellationToken));
}
