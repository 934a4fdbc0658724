using System.Text;

namespace RetailPulse.Cli.Input;

/// <summary>Reads rows of CSV (RFC 4180) as spreadsheets write them: with <c>,</c>, <c>;</c>, or a tab between cells.</summary>
/// <param name="file">Name for messages.</param>
internal sealed class CsvReader(TextReader reader, string file)
{
    private const int LongestCell = 100_000;

    private const string Blank = ",;\t ";

    private static readonly char[] Separators = [',', ';', '\t'];

    private readonly StringBuilder cell = new();
    private char separator = ',';
    private int line = 1;

    /// <summary>Line on which the last row began, from 1.</summary>
    public int Line { get; private set; }

    /// <summary>
    /// Detects the separator from the first row that is not blank, and returns that row; <see langword="null"/> if there is none.
    /// </summary>
    public List<string>? ReadHeader()
    {
        var first = ReadText();

        // Excel writes and reads this line, which names the separator.
        if (first?.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) == true && first.Length >= 5)
        {
            separator = first[4];
            first = ReadText();
        }
        else if (first is not null)
        {
            separator = Separators.MaxBy(candidate => first.Count(character => character == candidate));
        }

        return first is null ? null : new CsvReader(new StringReader(first), file) { separator = separator, line = Line }.Read();
    }

    /// <summary>Returns the lines of the next row that is not blank. Within quotation marks, a row continues on the next line.</summary>
    private string? ReadText()
    {
        string? text;
        do
        {
            Line = line++;
            text = reader.ReadLine();
        } while (text is not null && text.AsSpan().Trim(Blank).IsEmpty);
        while (text is not null && EndsQuoted(text))
        {
            if (text.Length > LongestCell || reader.ReadLine() is not { } more)
                throw InvalidFile.At(file, Line, "a quotation mark is not closed");
            line++;
            text = $"{text}\n{more}";
        }

        return text;
    }

    /// <summary>Returns whether the end of a row is within quotation marks. A row can have any separator.</summary>
    private static bool EndsQuoted(string text)
    {
        bool starts = true,
            quoted = false,
            closed = false;
        foreach (var character in text)
        {
            var isQuote = character == '"';
            (starts, quoted, closed) = quoted
                ? (false, !isQuote, isQuote)
                : (Separators.Contains(character), isQuote && (starts || closed), false);
        }

        return quoted;
    }

    /// <summary>Returns the next row that is not blank; <see langword="null"/> at the end.</summary>
    public List<string>? Read()
    {
        while (reader.Peek() >= 0)
        {
            Line = line;
            var row = ReadRow();
            if (row.Exists(text => text.Length > 0))
                return row;
        }

        return null;
    }

    private List<string> ReadRow()
    {
        var row = new List<string>(4);
        while (true)
        {
            cell.Clear();
            var end = ReadCell();
            row.Add(cell.ToString());
            if (end != separator)
                return row;
        }
    }

    /// <summary>Returns the character after the cell: a separator, a line feed, or -1 at the end of the file.</summary>
    private int ReadCell()
    {
        if (reader.Peek() == '"')
            ReadQuoted();
        while (true)
        {
            var next = reader.Read();
            if (next == separator || next < 0)
                return next;
            if (next == '\r' && reader.Peek() == '\n')
                continue;
            if (next is '\n' or '\r')
            {
                line++;
                return '\n';
            }

            Append((char)next);
        }
    }

    private void ReadQuoted()
    {
        reader.Read();
        while (true)
        {
            var next = reader.Read();
            if (next < 0)
                throw InvalidFile.At(file, Line, "a quotation mark is not closed");
            if (next == '"')
            {
                if (reader.Peek() != '"')
                    return;
                reader.Read();
            }

            if (next == '\n')
                line++;
            Append((char)next);
        }
    }

    private void Append(char character)
    {
        if (cell.Length == LongestCell)
            throw InvalidFile.At(file, Line, "a cell is longer than 100,000 characters; a quotation mark may not be closed");
        cell.Append(character);
    }
}
