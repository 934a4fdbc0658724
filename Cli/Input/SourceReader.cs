namespace RetailPulse.Cli.Input;

/// <summary>Reads the visits of a file in any format.</summary>
/// <param name="ignored">Receives the names of columns that are not used.</param>
internal sealed class SourceReader(SourceFile file, Action<IReadOnlyList<string>> ignored)
{
    /// <summary>Callback URL in the file, if it has one. Known after the last visit.</summary>
    public string? CallbackUrl { get; private set; }

    public async IAsyncEnumerable<SourceVisit> ReadAsync()
    {
        var content = file.Rewind();
        switch (file.Format)
        {
            case SourceFormat.Csv:
                foreach (var visit in new CsvVisits(content, file.Name, ignored).Read())
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
                CallbackUrl = json.CallbackUrl;
                break;
        }
    }
}
