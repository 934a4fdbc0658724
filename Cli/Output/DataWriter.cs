using System.Text;
using System.Text.Json;
using RetailPulse.Cli.Screen;

namespace RetailPulse.Cli.Output;

/// <summary>Writes data to standard output.</summary>
internal sealed class DataWriter(Surroundings surroundings, OutputFormat format, ResponseTap tap) : IDisposable
{
    private readonly StreamWriter writer = new(surroundings.Output, new UTF8Encoding(false), bufferSize: 16_384, leaveOpen: true)
    {
        NewLine = "\n",
    };
    private bool hasJson;

    public OutputFormat Format => format;

    public bool IsTerminal => surroundings.OutputIsTerminal;

    public Style Style { get; } = Style.For(surroundings, surroundings.OutputIsTerminal);

    public DateTimeOffset Now => surroundings.Time.GetUtcNow();

    /// <summary>Writes one line, at once if a person reads it.</summary>
    public void Line(string text)
    {
        writer.WriteLine(text);
        if (IsTerminal)
            writer.Flush();
    }

    /// <summary>Writes text without a line end.</summary>
    public void Write(string text) => writer.Write(text);

    public void Flush() => writer.Flush();

    /// <summary>Writes an aligned table in any format.</summary>
    public async Task TableAsync<T>(IEnumerable<T> entries, IReadOnlyList<Column<T>> columns)
    {
        var table = NewTable(columns);
        foreach (var entry in entries)
            table.Add([.. columns.Select(column => column.Value(entry))]);
        table.End();
        await FlushAsync();
    }

    /// <summary>Writes an entry in any format but JSON.</summary>
    public void Row<T>(T entry, IReadOnlyList<Column<T>> columns) =>
        Line(string.Join('\t', columns.Select(column => Texts.Safe(column.Value(entry).Plain))));

    /// <summary>Writes a list.</summary>
    /// <param name="id">Id of an entry, for <see cref="OutputFormat.Id"/>.</param>
    /// <param name="limit">Maximum number of entries; <see langword="null"/> for all.</param>
    /// <param name="isPage">Whether a response of the API is a page with several entries.</param>
    /// <returns>Whether the limit was reached, so that there can be more entries.</returns>
    public async Task<bool> ListAsync<T>(
        IAsyncEnumerable<T> entries,
        IReadOnlyList<Column<T>> columns,
        Func<T, string> id,
        int? limit = null,
        bool isPage = true
    )
    {
        var left = limit ?? int.MaxValue;
        using var passed = Pass(body => isPage ? Entries(body, limit ?? int.MaxValue) : [Encoding.UTF8.GetString(body)]);
        var table = NewTable(columns);
        if (format == OutputFormat.Csv)
            Line(Csv.Row(columns.Select(column => column.Name)));
        await foreach (var entry in entries)
        {
            switch (format)
            {
                case OutputFormat.Table:
                    table.Add([.. columns.Select(column => column.Value(entry))]);
                    break;
                case OutputFormat.Tsv:
                    Row(entry, columns);
                    break;
                case OutputFormat.Csv:
                    Line(Csv.Row(columns.Select(column => column.Value(entry).Plain)));
                    break;
                case OutputFormat.Id:
                    Line(id(entry));
                    break;
            }

            // The next entry can cost another request.
            if (--left == 0)
                break;
        }

        table.End();
        await FlushAsync();
        return left == 0;
    }

    /// <summary>Returns the response to a call. In the formats of the API, its body is written.</summary>
    public async Task<T> PassAsync<T>(Func<Task<T>> call)
    {
        using var passed = Pass(body => [Encoding.UTF8.GetString(body)]);
        return await call();
    }

    public async Task FlushAsync()
    {
        await writer.FlushAsync();
        await surroundings.Output.FlushAsync();
    }

    /// <summary>Returns the stream for exports, which are copied as they arrive.</summary>
    public async Task<Stream> OpenAsync()
    {
        await FlushAsync();
        return surroundings.Output;
    }

    /// <summary>Writes what is left, unless the reader is gone.</summary>
    public void Dispose()
    {
        try
        {
            writer.Dispose();
        }
        catch (IOException)
        {
            // The command has reported it.
        }
    }

    /// <summary>Passes bodies of responses on until it is disposed.</summary>
    private Passing Pass(Func<byte[], IEnumerable<string>> lines)
    {
        tap.Receiver = format switch
        {
            OutputFormat.Json => WriteJson,
            OutputFormat.Ndjson => body =>
            {
                foreach (var line in lines(body))
                    Line(line);
            },
            _ => null,
        };
        return new Passing(tap);
    }

    private Table NewTable<T>(IReadOnlyList<Column<T>> columns) =>
        new([.. columns.Select(column => column.Name)], Style, IsTerminal ? surroundings.Width : null, Line);

    private void WriteJson(byte[] body)
    {
        // Nothing is added to a single response, not even a line end, unless a person reads it.
        if (hasJson && !IsTerminal)
            writer.Write('\n');
        hasJson = true;
        writer.Flush();
        surroundings.Output.Write(body);
        if (IsTerminal)
            Line("");
    }

    /// <summary>Returns the entries of a page.</summary>
    private static IEnumerable<string> Entries(byte[] body, int limit)
    {
        using var json = JsonDocument.Parse(body);
        var list = json.RootElement.EnumerateObject().First(member => member.Value.ValueKind == JsonValueKind.Array).Value;
        return [.. list.EnumerateArray().Take(limit).Select(entry => entry.GetRawText())];
    }

    private readonly struct Passing(ResponseTap tap) : IDisposable
    {
        public void Dispose() => tap.Receiver = null;
    }
}
