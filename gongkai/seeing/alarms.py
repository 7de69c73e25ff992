"""When an operator has to do something: one table for the operators' page, Prometheus' rules and the runbook.

deploy/monitoring/alerts.yml is made of it (gongkai/seeing/rules.py); docs/runbook.md has a heading for each.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from metering.families import Family

Severity = Literal["critical", "warning"]
Comparison = Literal["<", ">", "=="]

_COMPARE: Final[Mapping[Comparison, Callable[[float, float], bool]]] = {
    "<": operator.lt,
    ">": operator.gt,
    "==": operator.eq,
}
_DAY_S: Final = 86_400
_LEVELS: Final = ("unit_head", "officer", "deputy", "head")


@dataclass(frozen=True, slots=True)
class Condition:
    """True for every sample of `metric` that compares so; `where` names the values that a label may have."""

    metric: str
    comparison: Comparison
    threshold: float
    where: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def holds(self, families: Iterable[Family]) -> bool:
        """Whether any sample of these meets it."""
        compare = _COMPARE[self.comparison]
        samples = (sample for family in families if family.name == self.metric for sample in family.samples)
        return any(compare(one.value, self.threshold) for one in samples if self._takes(one.labels))

    def expression(self) -> str:
        """The same for Prometheus."""
        labels = ",".join(f'{name}=~"{"|".join(values)}"' for name, values in self.where.items())
        selector = f"{self.metric}{{{labels}}}" if labels else self.metric
        return f"{selector} {self.comparison} {self.threshold:g}"

    def _takes(self, labels: Mapping[str, str]) -> bool:
        return all(labels.get(name) in values for name, values in self.where.items())


@dataclass(frozen=True, slots=True)
class Alarm:
    """`title` says what is wrong, `action` the first thing to do. `lasting_min`: Prometheus waits so long, minutes.

    `when` is text where only Prometheus can know: the metric is the portal's or Prometheus' own.
    """

    code: str
    severity: Severity
    title: str
    action: str
    when: Condition | str
    lasting_min: int = 0

    @property
    def expression(self) -> str:
        return self.when if isinstance(self.when, str) else self.when.expression()

    @property
    def anchor(self) -> str:
        """Of its heading in docs/runbook.md."""
        return f"{self.code}-{self.title}"


ALARMS: Final = (
    Alarm(
        "part_down",
        "critical",
        "有部分没有运行",
        "执行 gongkai status 看是哪一部分，再看它的日志；gongkai up 会把它启动。",
        Condition("gongkai_part_up", "==", 0),
        5,
    ),
    Alarm(
        "disk_low",
        "critical",
        "磁盘快满了",
        "清理 airflow/logs 中的旧日志或者扩容；不要动 originals、secrets 和记录库。",
        Condition("gongkai_disk_free_ratio", "<", 0.1),
        10,
    ),
    Alarm(
        "surplus_pages",
        "critical",
        "网站上有不该公开的页面",
        "先停公开网站，再执行 gongkai verify，通知保密员和开发人员。",
        Condition("gongkai_bundles_surplus_documents", ">", 0),
        1,
    ),
    Alarm(
        "surplus_hits",
        "critical",
        "检索中有不该公开的文件",
        "执行 gongkai reindex；仍在的，停公开网站的检索并通知开发人员。",
        Condition("gongkai_index_surplus_documents", ">", 0),
        1,
    ),
    Alarm(
        "verification_failed",
        "critical",
        "核验发现不一致",
        "执行 gongkai verify，按报告中的代码处理；涉及记录或者原件的，先停止操作。",
        Condition("gongkai_verification_problems", ">", 0),
    ),
    Alarm(
        "clock_behind",
        "critical",
        "系统时间倒退",
        "核对系统时间和时间同步；现在的时间正确的，执行 gongkai remind --trust-clock。",
        Condition("gongkai_audit_head_age_seconds", "<", -60),
        1,
    ),
    Alarm(
        "statutory_overdue",
        "critical",
        "有公文超过法定公开期限",
        "请办公室督促；执行 gongkai remind --preview 看是哪几件、在谁手里。",
        Condition("gongkai_overdue_documents", ">", 0, {"term": ("statutory",)}),
    ),
    Alarm(
        "requests_overdue",
        "critical",
        "有依申请公开逾期未办",
        "请办公室从审查台“依申请公开”办理；先办最早逾期的。",
        Condition("gongkai_requests_overdue", ">", 0),
    ),
    Alarm(
        "takedown_stuck",
        "critical",
        "公开或者撤下没有送达",
        "看 publish_documents 的日志；要立即撤下而 Airflow 停着的，执行 gongkai ingest 补送。",
        Condition("gongkai_outbox_oldest_seconds", ">", 1800, {"lane": ("public",)}),
        5,
    ),
    Alarm(
        "erasure_stuck",
        "critical",
        "封存文件的明文没有删除",
        "执行 gongkai ingest 补送；仍在的，通知保密员。",
        Condition("gongkai_outbox_oldest_seconds", ">", 1800, {"lane": ("originals",)}),
        5,
    ),
    Alarm(
        "missing_pages",
        "critical",
        "已公开的公文没有页面",
        "看 publish_documents 的日志，执行 gongkai verify；从备份恢复公开包。",
        Condition("gongkai_bundles_missing_documents", ">", 0),
        15,
    ),
    Alarm(
        "search_down",
        "critical",
        "检索引擎没有应答",
        "看检索引擎的进程、磁盘和日志；公开网站仍可按目录查阅，恢复后自动继续。",
        Condition("gongkai_search_up", "==", 0),
        5,
    ),
    Alarm(
        "index_lag",
        "warning",
        "已公开的公文搜不到",
        "看 publish_documents 的日志；没有错误的，执行 gongkai reindex。",
        Condition("gongkai_index_missing_documents", ">", 0),
        15,
    ),
    Alarm(
        "airflow_not_told",
        "warning",
        "Airflow 没有收到待办",
        "看 api-server 是否健康；审查在审查台照常进行，恢复后自动补送。",
        Condition("gongkai_outbox_oldest_seconds", ">", 1800, {"lane": ("airflow",)}),
        10,
    ),
    Alarm(
        "documents_quarantined",
        "warning",
        "有公文在隔离中",
        "按代码处理：改好环境的，在运维页点“重新读取”；文件有问题的，请科室重发。",
        Condition("gongkai_quarantined_documents", ">", 0),
        60,
    ),
    Alarm(
        "reviews_overdue",
        "warning",
        "有审查逾期",
        "请办公室督促；负责人不在岗的，请其在审查台登记委托。",
        Condition("gongkai_overdue_documents", ">", 0, {"term": _LEVELS}),
        60,
    ),
    Alarm(
        "review_forgotten",
        "warning",
        "有审查等了七天以上",
        "请办公室在审查台找到等得最久的一件，看是否无人可审。",
        Condition("gongkai_review_oldest_waiting_seconds", ">", 7 * _DAY_S),
        60,
    ),
    Alarm(
        "terms_uncountable",
        "warning",
        "期限无法计算",
        "按国务院办公厅的通知补写 working-days.toml，再清除 watch_deadlines 的任务。",
        Condition("gongkai_uncountable_documents", ">", 0),
    ),
    Alarm(
        "verification_old",
        "warning",
        "两天以上没有核验",
        "执行 gongkai verify，并把 gongkai audit --head 的输出存到别处。",
        Condition("gongkai_verification_age_seconds", ">", 2 * _DAY_S),
    ),
    Alarm(
        "backup_old",
        "warning",
        "两天以上没有备份",
        "看备份任务的日志和备份所在的存储，立即补做一次。",
        Condition("gongkai_backup_age_seconds", ">", 2 * _DAY_S),
    ),
    Alarm(
        "portal_unreachable",
        "critical",
        "公开网站没有应答",
        "看公开网站的进程和日志；代理服务器正常的，网站的静态页面仍可查阅。",
        'up{job="gongkai-portal"} == 0',
        3,
    ),
    Alarm(
        "metrics_unreachable",
        "warning",
        "读不到内部指标",
        "看 gongkai metrics 是否在运行；下面各项在此期间不会报警，请打开运维页查看。",
        'up{job="gongkai"} == 0',
        5,
    ),
    Alarm(
        "portal_errors",
        "critical",
        "公开网站出错增多",
        "看公开网站的日志；检索出错的，看检索引擎。",
        'sum(rate(gongkai_portal_answers_total{status="5xx"}[5m]))'
        " / sum(rate(gongkai_portal_answers_total[5m])) > 0.02",
        5,
    ),
    Alarm(
        "portal_slow",
        "warning",
        "公开网站变慢",
        "看处理器和磁盘是否繁忙、是否有人大量抓取；需要时增加网站的副本。",
        "histogram_quantile(0.95, sum by (le) (rate(gongkai_portal_answer_seconds_bucket[5m]))) > 1",
        10,
    ),
)


def raised(families: Iterable[Family]) -> tuple[Alarm, ...]:
    """The alarms whose condition holds now, the critical ones first; they do not wait for it to last."""
    measured = tuple(families)
    holding = (one for one in ALARMS if isinstance(one.when, Condition) and one.when.holds(measured))
    return tuple(sorted(holding, key=lambda one: one.severity != "critical"))
