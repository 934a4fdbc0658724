using RetailPulse.Grains.Ledger;
using RetailPulse.Stores;

namespace RetailPulse.Tests.Support.Fakes;

/// <summary>The versions of the store master, kept in memory; shared by all silos of a test cluster.</summary>
internal sealed class FakeStoreMasterLedger : IStoreMasterLedger
{
    private readonly Lock gate = new();
    private readonly List<(StoreMasterEntry Entry, byte[] Csv)> versions = [];

    /// <summary>Thrown instead of answering, while set.</summary>
    public Exception? Trouble { get; set; }

    /// <summary>Number of times that <see cref="Trouble"/> was thrown.</summary>
    public int Refusals { get; private set; }

    public IReadOnlyList<StoreMasterEntry> Entries
    {
        get
        {
            lock (gate)
                return [.. versions.Select(version => version.Entry)];
        }
    }

    public Task<StoreMasterHead> FindHeadAsync(CancellationToken cancellationToken)
    {
        if (Trouble is not { } trouble)
            return Task.FromResult(
                new StoreMasterHead(
                    Entries is [.., var newest] ? newest : null,
                    Entries.LastOrDefault(entry => entry.Source == StoreMasterSource.File)?.Sha256
                )
            );
        Refusals++;
        throw trouble;
    }

    public Task<byte[]> ReadCsvAsync(int version, CancellationToken cancellationToken)
    {
        lock (gate)
            return Task.FromResult(versions[version - 1].Csv);
    }

    public Task<bool> WasInForceAsync(string sha256, int since, CancellationToken cancellationToken) =>
        Task.FromResult(Entries.Any(entry => entry.Version >= since && entry.Sha256 == sha256));

    public Task<bool> AddAsync(StoreMasterEntry entry, byte[] csv, CancellationToken cancellationToken)
    {
        lock (gate)
        {
            if (entry.Version <= versions.Count)
                return Task.FromResult(false);
            versions.Add((entry, csv));
            return Task.FromResult(true);
        }
    }
}
