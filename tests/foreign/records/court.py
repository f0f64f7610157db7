"""Clean records of the courts. Belongs here: one function per table. Keep out: faults."""

from __future__ import annotations

import hashlib
from typing import Any

from tests.foreign.formats import Record
from tests.foreign.records.numbers import (
    area,
    birth,
    court_no,
    hexid,
    identity,
    indictment_no,
    name,
)


def defendant(number: int, **changes: Any) -> Record:
    return {
        "seq": 1,
        "name": name(number),
        "alias": None,
        "gender": "男",
        "birthDate": birth(number),
        "idType": "111",
        "idNo": identity(number),
        "custody": "10",
        "custodySince": "2025-01-10",
        "pleaLeniency": True,
        "prior": False,
        "surrender": False,
        "amount": 5600.0,
        "charges": [{"code": "264001", "name": "盗窃罪"}],
        "counsels": [
            {
                "name": "丁卫东",
                "licenseNo": "13205201010123456",
                "lawFirm": "江苏平江律师事务所",
                "type": "20",
            }
        ],
        "result": "C10",
        "penalty": {
            "mainType": "M30",
            "termMonths": 8,
            "probationMonths": 12,
            "fineYuan": 2000.0,
            "supplementary": ["X10"],
        },
        "execution": {
            "organType": "30",
            "organCode": f"SF{area(number)}",
            "docSentAt": "2025-03-27",
        },
        **changes,
    }


def court_case(number: int, **changes: Any) -> Record:
    return {
        "caseId": hexid(f"case{number}"),
        "caseNo": court_no(number),
        "courtCode": f"FY{area(number)}",
        "trialLevel": 1,
        "caseKind": "刑初",
        "title": f"{name(number)}盗窃罪一审",
        "indictmentNo": indictment_no(number),
        "procuratorateCode": f"JC{area(number)}",
        "originCaseNo": None,
        "filedAt": "2025-02-27",
        "assignedAt": "2025-02-27",
        "judgeId": "FG0007",
        "judgeName": "陆志刚",
        "panel": ["FG0007"],
        "clerkId": "SJ0003",
        "unitCode": f"FY{area(number)}02",
        "procedure": "20",
        "procedureChanges": [],
        "termChanges": [],
        "hearings": [
            {
                "seq": 1,
                "courtroom": "第3法庭",
                "judgeId": "FG0007",
                "startAt": "2025-03-06 09:30:00",
                "endAt": "2025-03-06 10:20:00",
                "remote": False,
                "status": "已开庭",
            }
        ],
        "defendants": [defendant(number)],
        "pronouncedAt": "2025-03-06",
        "pronouncedInCourt": True,
        "servedAt": "2025-03-10",
        "effectiveAt": "2025-03-21",
        "closedAt": "2025-03-10",
        "closeType": "10",
        "appeals": None,
        "deleted": False,
        "updatedAt": "2025-03-22 08:00:00",
        "dataSource": "SIM",
        **changes,
    }


def court_document(number: int, **changes: Any) -> Record:
    return {
        "docId": hexid(f"document{number}"),
        "docNo": court_no(number),
        "docType": "3025",
        "caseId": hexid(f"case{number}"),
        "caseNo": court_no(number),
        "defendantSeq": 1,
        "madeAt": "2025-03-06 14:00:00",
        "issuedAt": "2025-03-06 16:00:00",
        "issuerName": "陆志刚",
        "enteredAt": "2025-03-06 14:05:00",
        "servedAt": "2025-03-10 10:00:00",
        "serveMethod": "10",
        "serveTo": "被告人",
        "status": "01",
        "replacesDocId": None,
        "pages": 6,
        "fileHash": hashlib.sha256(f"judgment{number}".encode()).hexdigest(),
        "deleted": False,
        "updatedAt": "2025-03-22 08:00:00",
        "dataSource": "SIM",
        **changes,
    }
