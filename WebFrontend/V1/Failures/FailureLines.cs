using System.Buffers;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.V1.Failures;

/// <summary>The format in which an export writes failures.</summary>
internal abstract class FailureLines
{
    public static readonly FailureLines Csv = new CsvLines();
    public static readonly FailureLines Ndjson = new NdjsonLines();

    public abstract string ContentType { get; }

    /// <summary>Extension of the file that a browser saves.</summary>
    public abstract string Extension { get; }

    /// <summary>Writes what precedes the first failure.</summary>
    public abstract void Begin(IBufferWriter<byte> output);

    public abstract void Write(IBufferWriter<byte> output, IEnumerable<FailureResponse> failures);

    private sealed class CsvLines : FailureLines
    {
        public override string ContentType => CsvRow.ContentType;

        public override string Extension => "csv";

        public override void Begin(IBufferWriter<byte> output) =>
            output.Write(
                "job_id,visit,image,store_id,store_name,area_code,visit_time,url,host,reason,attempts,finished_at,job_label,reference,visit_reference\r\n"u8
            );

        public override void Write(IBufferWriter<byte> output, IEnumerable<FailureResponse> failures)
        {
            foreach (var failure in failures)
                Write(new CsvRow(output), failure);
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
