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

    /// <summary>Whether responses of the API are printed as they are.</summary>
    public bool IsJson => format is OutputFormat.Json or OutputFormat.Ndjson;

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

    /// <summary>Writes the names of the columns in the format that has them, before entries that come one by one.</summary>
    public void Heading<T>(IReadOnlyList<Column<T>> columns)
    {
        if (format == OutputFormat.Csv)
            Line(Csv.Row(columns.Select(column => column.Name)));
    }

    /// <summary>Writes an entry that is not part of a list, in any format but JSON.</summary>
    /// <param name="id">Id of the entry, for <see cref="OutputFormat.Id"/>.</param>
    public void Row<T>(T entry, IReadOnlyList<Column<T>> columns, Func<T, string> id) =>
        Line(
            format switch
            {
                OutputFormat.Csv => Csv.Row(columns.Select(column => column.Value(entry).Plain)),
                OutputFormat.Id => id(entry),
                _ => string.Join('\t', columns.Select(column => Texts.Safe(column.Value(entry).Plain))),
            }
        );

    /// <summary>Writes a list.</summary>
    /// <param name="id">Id of an entry, for <see cref="OutputFormat.Id"/>.</param>
    /// <param name="limit">Maximum number of entries; <see langword="null"/> for all.</param>
    /// <returns>Whether the limit was reached, so that there can be more entries.</returns>
    public async Task<bool> ListAsync<T>(
        IAsyncEnumerable<T> entries,
        IReadOnlyList<Column<T>> columns,
        Func<T, string> id,
        int? limit = null,
        ListSource source = ListSource.Pages
    )
    {
        var left = limit ?? int.MaxValue;
        var unwritten = left;
        var table = NewTable(columns);
        var own = source == ListSource.Program && IsJson ? new OwnRows<T>(this, columns) : null;
        using var passed = Pass(source != ListSource.Program);
        Heading(columns);
        try
        {
            await foreach (var entry in entries)
            {
                WritePassed(Lines);
                own?.Add(entry);
                if (format == OutputFormat.Table)
                    table.Add([.. columns.Select(column => column.Value(entry))]);
                else if (!IsJson)
                    Row(entry, columns, id);

                // The next entry can cost another request.
                if (--left == 0)
                    break;
            }

            WritePassed(Lines);
            own?.End();
        }
        finally
        {
            // What was read is shown although the rest could not be.
            table.End();
        }

        await FlushAsync();
        return left == 0;

        IEnumerable<string> Lines(byte[] body)
        {
            if (source == ListSource.Responses)
                return [Encoding.UTF8.GetString(body)];
            var lines = Entries(body, unwritten);
            unwritten -= lines.Count;
            return lines;
        }
    }

    /// <summary>Returns the response to a call. In the formats of the API, its body is written.</summary>
    /// <param name="list">
    /// Names of the members that lead to the list whose entries are the lines of NDJSON. Default: the whole body is one line.
    /// </param>
    public async Task<T> PassAsync<T>(Func<Task<T>> call, params string[] list)
    {
        using var passed = Pass();
        var response = await call();
        WritePassed(body => list.Length == 0 ? [Encoding.UTF8.GetString(body)] : Entries(body, list));
        return response;
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

    /// <summary>Keeps the bodies of responses until it is disposed, if they are printed unchanged.</summary>
    private Passing Pass(bool isOfApi = true)
    {
        tap.IsOpen = isOfApi && IsJson;
        return new Passing(tap);
    }

    /// <summary>Writes the bodies that have come in.</summary>
    /// <param name="lines">Returns the lines of a body, for NDJSON.</param>
    private void WritePassed(Func<byte[], IEnumerable<string>> lines)
    {
        while (tap.TryTake(out var body))
        {
            if (format == OutputFormat.Json)
                WriteJson(body);
            else
            {
                foreach (var line in lines(body))
                    Line(line);
            }
        }
    }

    private Table NewTable<T>(IReadOnlyList<Column<T>> columns) =>
        new(
            [.. columns.Select(column => column.Name)],
            Style,
            IsTerminal ? surroundings.Width : null,
            Line,
            cutsLast: columns is not [.., { IsWhole: true }]
        );

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

    /// <summary>Returns the first entries of a page. A body without a list is one entry.</summary>
    private static List<string> Entries(byte[] body, int limit)
    {
        using var json = JsonDocument.Parse(body);
        var list = json.RootElement.EnumerateObject().Select(member => member.Value).Where(value => value.ValueKind == JsonValueKind.Array);
        return
        [
            .. list.FirstOrDefault() is { ValueKind: JsonValueKind.Array } found
                ? found.EnumerateArray().Take(limit).Select(entry => entry.GetRawText())
                : [json.RootElement.GetRawText()],
        ];
    }

    /// <summary>Returns the entries of a list within a response.</summary>
    private static List<string> Entries(byte[] body, string[] members)
    {
        using var json = JsonDocument.Parse(body);
        var list = members.Aggregate(json.RootElement, (element, member) => element.GetProperty(member));
        return [.. list.EnumerateArray().Select(entry => entry.GetRawText())];
    }

    private readonly struct Passing(ResponseTap tap) : IDisposable
    {
        public void Dispose() => tap.Close();
    }

    /// <summary>Writes rows of this program: in JSON as one list, in NDJSON one per line.</summary>
    private sealed class OwnRows<T>(DataWriter output, IReadOnlyList<Column<T>> columns)
    {
        private bool isLater;

        public void Add(T entry)
        {
            if (output.Format == OutputFormat.Json)
                output.Write(isLater ? ",\n" : "[\n");
            isLater = true;
            var row = OwnJson.Row(entry, columns);
            if (output.Format == OutputFormat.Json)
                output.Write(row);
            else
                output.Line(row);
        }

        public void End()
        {
            if (output.Format == OutputFormat.Json)
                output.Line(isLater ? "\n]" : "[]");
        }
    }
}
