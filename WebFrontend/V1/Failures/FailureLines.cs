using System.Buffers;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Failures;

/// <summary>The format in which an export writes failures.</summary>
internal abstract class FailureLines
{
    public static readonly FailureLines Csv = new CsvLines(',', mark: false);
    public static readonly FailureLines Ndjson = new NdjsonLines();

    public abstract string ContentType { get; }

    /// <summary>Extension of the file that a browser saves.</summary>
    public abstract string Extension { get; }

    /// <summary>Writes what precedes the first failure.</summary>
    public abstract void Begin(IBufferWriter<byte> output);

    public abstract void Write(IBufferWriter<byte> output, IEnumerable<FailureResponse> failures);

    /// <summary>Returns CSV that a spreadsheet opens as a table: with its separator, and with a mark that the text is UTF-8.</summary>
    public static FailureLines ForSpreadsheet(char separator) => new CsvLines(separator, mark: true);

    /// <param name="mark">Whether the file begins with a byte order mark.</param>
    private sealed class CsvLines(char separator, bool mark) : FailureLines
    {
        private static readonly string[] Columns =
        [
            "job_id",
            "visit",
            "image",
            "store_id",
            "store_name",
            "area_code",
            "visit_time",
            "url",
            "host",
            "reason",
            "attempts",
            "finished_at",
            "job_label",
            "reference",
            "visit_reference",
        ];

        public override string ContentType => CsvRow.ContentType;

        public override string Extension => "csv";

        public override void Begin(IBufferWriter<byte> output)
        {
            if (mark)
                output.Write("\uFEFF"u8);
            var header = new CsvRow(output, separator);
            foreach (var column in Columns)
                header.Add(column);
            header.End();
        }

        public override void Write(IBufferWriter<byte> output, IEnumerable<FailureResponse> failures)
        {
            foreach (var failure in failures)
                Write(new CsvRow(output, separator), failure);
        }

        private static void Write(CsvRow row, FailureResponse failure)
        {
            row.Add(failure.JobId);
            row.Add(failure.Visit);
            row.Add(failure.Image);
            row.Add(failure.StoreId);
            row.Add(failure.StoreName);
            row.Add(failure.AreaCode);
            row.Add(failure.VisitTime);
            row.Add(failure.Url);
            row.Add(failure.Host);
            row.Add(failure.Reason);
            row.Add(failure.Attempts);
            row.Add(failure.FinishedAt);
            row.Add(failure.JobLabel);
            row.Add(failure.Reference);
            row.Add(failure.VisitReference);
            row.End();
        }
    }

    private sealed class NdjsonLines : FailureLines
    {
        public override string ContentType => Representations.Ndjson;

        public override string Extension => "ndjson";

        public override void Begin(IBufferWriter<byte> output) { }

        public override void Write(IBufferWriter<byte> output, IEnumerable<FailureResponse> failures) =>
            JsonLines.Write(output, failures, FailuresJson.Bodies.FailureResponse);
    }
}
