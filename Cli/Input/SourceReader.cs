namespace RetailPulse.Cli.Input;

/// <summary>Reads the visits of a file in any format.</summary>
/// <param name="ignored">Receives the names of columns that are not used, once.</param>
internal sealed class SourceReader(SourceFile file, Action<IReadOnlyList<string>> ignored) : IDisposable
{
    private bool reported;

    public SourceFile File => file;

    /// <summary>What the file says about its job. Known after <see cref="CheckAsync"/>.</summary>
    public JobHead Head { get; private set; } = JobHead.None;

    /// <summary>Reads the whole file once, so that its mistakes are reported before anything is sent. It is not kept in memory.</summary>
    /// <exception cref="Exits.CommandException">The file has a mistake, or no visit.</exception>
    public async Task CheckAsync(CancellationToken cancellationToken)
    {
        var isEmpty = true;
        await foreach (var _ in ReadAsync())
        {
            cancellationToken.ThrowIfCancellationRequested();
            isEmpty = false;
        }

        if (isEmpty)
            throw InvalidFile.At(file.Name, 0, "there is no visit in the file");
    }

    /// <summary>Returns the visits. Each enumeration reads the file from its beginning.</summary>
    public async IAsyncEnumerable<SourceVisit> ReadAsync()
    {
        var content = file.Rewind();
        switch (file.Format)
        {
            case SourceFormat.Csv:
                foreach (var visit in new CsvVisits(content, file.Name, ReportIgnored).Read())
                    yield return visit;
                break;
            case SourceFormat.Ndjson:
                await foreach (var visit in NdjsonVisits.ReadAsync(content, file.Name))
                    yield return visit;
                break;
            default:
                var json = new JsonVisits(content, file.Name);
                await foreach (var visit in json.ReadAsync())
                    yield return visit;
                Head = json.Head;
                break;
        }
    }

    public void Dispose() => file.Dispose();

    private void ReportIgnored(IReadOnlyList<string> columns)
    {
        if (!reported)
            ignored(columns);
        reported = true;
    }
}
